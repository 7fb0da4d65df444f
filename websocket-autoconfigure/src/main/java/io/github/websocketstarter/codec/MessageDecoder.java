package io.github.websocketstarter.codec;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Makes objects of one type from payloads.
 * <p>
 * Bound to its type once, when the application starts, and then called for every message:
 * whatever can be looked up beforehand should have been. Called by several threads at the
 * same time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageDecoder {

	/**
	 * Decode one message.
	 * @param payload the whole payload; text is valid UTF-8. The buffer stays the
	 * caller's: it may be read, which may move its read position, but neither written to
	 * nor released, and it is valid until this method returns. An object that refers to
	 * it is valid for as long as the caller says
	 * @return the object, never {@code null}
	 * @throws DecodingException if the payload is not what the type requires, which is
	 * the sender's fault
	 * @throws CodecException if the type itself cannot be decoded, which is the
	 * application's fault
	 */
	Object decode(DataBuffer payload);

}
