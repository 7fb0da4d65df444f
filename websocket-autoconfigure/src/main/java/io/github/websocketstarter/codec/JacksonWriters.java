package io.github.websocketstarter.codec;

import java.util.Map;
import java.util.function.Function;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Chooses the writers for values of one declared type.
 * <p>
 * Jackson's writer for a declared type leaves out what a subclass adds, its writer for
 * the class of a value does not know the generics, and so no {@code @JsonTypeInfo} of
 * what is inside.
 */
final class JacksonWriters {

	private JacksonWriters() {
	}

	/**
	 * Return what chooses the writer for a value.
	 * @param mapper makes the writers
	 * @param type the declared type
	 * @return the choice, for values of the type
	 */
	static Function<Object, ObjectWriter> of(JsonMapper mapper, JavaType type) {
		if (type.isFinal() || type.isContainerType() || isPolymorphic(mapper, type)) {
			ObjectWriter writer = mapper.writerFor(type);
			return (value) -> writer;
		}
		if (type.containedTypeCount() == 0) {
			ObjectWriter writer = mapper.writer();
			return (value) -> writer;
		}
		Map<Class<?>, ObjectWriter> writers = new ConcurrentReferenceHashMap<>();
		return (value) -> {
			ObjectWriter writer = writers.get(value.getClass());
			if (writer == null) {
				writer = mapper.writerFor(mapper.getTypeFactory().constructSpecializedType(type, value.getClass()));
				writers.put(value.getClass(), writer);
			}
			return writer;
		};
	}

	/**
	 * Return whether each value is written with its type, and so by its class.
	 * @param mapper knows it
	 * @param type the declared type
	 * @return whether it is
	 */
	private static boolean isPolymorphic(JsonMapper mapper, JavaType type) {
		return mapper._serializationContext().findTypeSerializer(type) != null;
	}

}
