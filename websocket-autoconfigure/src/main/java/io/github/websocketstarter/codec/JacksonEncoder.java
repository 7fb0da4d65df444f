package io.github.websocketstarter.codec;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Writes JSON.
 */
final class JacksonEncoder implements MessageEncoder {

	private final JsonMapper mapper;

	private final JavaType type;

	private final Function<Object, ObjectWriter> writers;

	/**
	 * Create an encoder.
	 * @param mapper makes what writes a value
	 * @param type the declared type
	 */
	JacksonEncoder(JsonMapper mapper, JavaType type) {
		this.mapper = mapper;
		this.type = type;
		this.writers = JacksonWriters.of(mapper, type);
	}

	@Override
	public WebSocketMessage encode(Object value, DataBufferFactory buffers) {
		return new WebSocketMessage(WebSocketMessage.Type.TEXT, buffers.wrap(write(value)));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JacksonEncoder encoder && this.mapper == encoder.mapper
				&& this.type.equals(encoder.type);
	}

	@Override
	public int hashCode() {
		return this.type.hashCode();
	}

	private byte[] write(Object value) {
		try {
			return this.writers.apply(value).writeValueAsBytes(value);
		}
		catch (InvalidDefinitionException ex) {
			throw new CodecException("JSON type definition error: " + ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			throw new EncodingException("JSON encoding error: " + ex.getOriginalMessage(), ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// of a getter or a serializer, or of nesting that the mapper allows
			throw new EncodingException("JSON encoding error: " + ex.getClass().getName(), ex);
		}
	}

}
