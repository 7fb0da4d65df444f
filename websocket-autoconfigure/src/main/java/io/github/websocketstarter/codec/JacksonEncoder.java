package io.github.websocketstarter.codec;

import java.util.function.Function;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Writes JSON.
 */
final class JacksonEncoder implements MessageEncoder {

	private final Function<Object, ObjectWriter> writers;

	/**
	 * Create an encoder.
	 * @param writers returns what writes a value
	 */
	JacksonEncoder(Function<Object, ObjectWriter> writers) {
		this.writers = writers;
	}

	@Override
	public WebSocketMessage encode(Object value, DataBufferFactory buffers) {
		return new WebSocketMessage(WebSocketMessage.Type.TEXT, buffers.wrap(write(value)));
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
