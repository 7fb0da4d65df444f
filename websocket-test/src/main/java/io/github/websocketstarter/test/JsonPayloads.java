package io.github.websocketstarter.test;

import java.lang.reflect.Type;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON. Apart from {@link PayloadConverter}, which has to load without Jackson.
 *
 * @param mapper reads and writes
 */
record JsonPayloads(JsonMapper mapper) {

	// with the defaults of Jackson
	static JsonPayloads standard() {
		return new JsonPayloads(JsonMapper.builder().build());
	}

	String write(Object value) {
		return this.mapper.writeValueAsString(value);
	}

	<T> T read(String text, Type type) {
		try {
			T value = this.mapper.readValue(text, this.mapper.constructType(type));
			if (value != null) {
				return value;
			}
			throw new AssertionError("expected %s in JSON but received null".formatted(type.getTypeName()));
		}
		catch (JacksonException ex) {
			throw new AssertionError("expected %s in JSON but received \"%s\": %s".formatted(type.getTypeName(), text,
					ex.getOriginalMessage()), ex);
		}
	}

}
