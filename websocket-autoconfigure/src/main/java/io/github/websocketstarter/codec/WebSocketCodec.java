package io.github.websocketstarter.codec;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * A format of messages, and the types that it can read and write.
 * <p>
 * Beans of this type are asked in their {@link org.springframework.core.annotation.Order
 * order}, before the built-in codecs, and the first answer that is not {@code null}
 * counts. So a codec says {@code null} to every type, and to every sub-protocol, that is
 * not its own. The methods are called when the application starts and, for encoders of
 * values whose class is not known before, while it runs: by several threads at the same
 * time, on event loops too, so they must not block.
 *
 * @since 0.1.0
 * @see WebSocketCodecs
 */
public interface WebSocketCodec {

	/**
	 * Return what decodes a type.
	 * @param type the type that the application wants, with its generics
	 * @param message {@code TEXT} or {@code BINARY}, which of the messages it would
	 * decode
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return the decoder, {@code null} if this codec does not decode the type from such
	 * messages
	 * @throws IllegalArgumentException if this codec is the right one but the type has a
	 * fault; the message says what to change
	 */
	@Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message, @Nullable String subProtocol);

	/**
	 * Return what encodes a type.
	 * @param type the type of the values, with its generics as far as they are declared
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return the encoder, {@code null} if this codec does not encode the type
	 */
	@Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol);

	/**
	 * Return the type as which a message has to be decoded when it may be one of several
	 * types. What is decoded then is an instance of one of them, or of a type that nobody
	 * asked for.
	 * @param types the types, at least two
	 * @param message {@code TEXT} or {@code BINARY}
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return a supertype of all of them that {@link #decoder} takes, {@code null} if
	 * this codec cannot tell them apart, which is the default
	 */
	default @Nullable ResolvableType commonType(List<ResolvableType> types, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		return null;
	}

}
