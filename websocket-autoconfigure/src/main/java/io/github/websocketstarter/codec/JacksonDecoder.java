package io.github.websocketstarter.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Reads JSON.
 */
final class JacksonDecoder implements MessageDecoder {

	private final ObjectReader reader;

	private final JavaType type;

	JacksonDecoder(ObjectReader reader, JavaType type) {
		this.reader = reader;
		this.type = type;
	}

	@Override
	public Object decode(DataBuffer payload) {
		Object value = read(payload);
		if (value == null) {
			throw new DecodingException("JSON decoding error: null is no " + this.type.toCanonical());
		}
		return value;
	}

	private @Nullable Object read(DataBuffer payload) {
		int start = payload.readPosition();
		try {
			return this.reader.readValue(payload.asInputStream());
		}
		catch (InvalidDefinitionException ex) {
			throw new CodecException("JSON type definition error: " + ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			throw new DecodingException("JSON decoding error: " + ex.getOriginalMessage(), ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// of a constructor or a deserializer, or of nesting that the mapper allows
			throw new DecodingException("JSON decoding error: " + ex.getClass().getName(), ex);
		}
		finally {
			payload.readPosition(start);
		}
	}

}
