package io.github.websocketstarter.codec;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Makes messages from objects of one type.
 * <p>
 * Bound to its type once and then called for every message: whatever can be looked up
 * beforehand should have been. Called by several threads at the same time. What is sent
 * to many is encoded once by all encoders that are equal.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageEncoder {

	/**
	 * Encode one object.
	 * @param value an instance of the type, possibly of a subclass
	 * @param buffers makes the payload's buffer
	 * @return a new text or binary message, which belongs to the caller: it is released
	 * by being sent. Text has to be valid UTF-8. If this method fails, it has released
	 * what it allocated
	 * @throws EncodingException if this value cannot be encoded
	 * @throws CodecException if no value of the type can be encoded
	 */
	WebSocketMessage encode(Object value, DataBufferFactory buffers);

}
