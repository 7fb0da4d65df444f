package io.github.websocketstarter.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.EncodingException;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * All codecs of an application, of which the first that knows a type serves it.
 * <p>
 * Behind those that it is given, it has two of its own: {@code String} and
 * {@code CharSequence} are text messages; {@code byte[]}, {@code ByteBuffer} and
 * {@code DataBuffer} are binary ones. A decoded {@code byte[]} or {@code ByteBuffer} is a
 * copy on the heap that may be kept. A decoded {@code DataBuffer} is the payload itself:
 * valid as long as the message, so who needs it longer retains it. An annotated method
 * that returns it as it is does not need to. Encoding copies none of them and moves no
 * position, so their content must not change until it was sent; a {@code DataBuffer} is
 * released by being sent.
 * <p>
 * Immutable, safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class WebSocketCodecs {

	private final List<WebSocketCodec> codecs;

	/** Held softly, so that it keeps no class alive for ever. */
	private final Map<ValueType, MessageEncoder> encoders = new ConcurrentReferenceHashMap<>();

	private WebSocketCodecs(List<WebSocketCodec> codecs) {
		this.codecs = codecs;
	}

	/**
	 * Create the codecs of an application.
	 * @param codecs the codecs that come before the built-in ones, in their order
	 * @return the codecs
	 */
	public static WebSocketCodecs of(List<? extends WebSocketCodec> codecs) {
		Assert.notNull(codecs, "'codecs' must not be null");
		Assert.noNullElements(codecs, "'codecs' must not contain null");
		return new WebSocketCodecs(
				Stream.concat(codecs.stream(), Stream.of(new TextCodec(), new BinaryCodec())).toList());
	}

	/**
	 * Return what decodes a type.
	 * @param type the type, with its generics
	 * @param message {@code TEXT} or {@code BINARY}, which of the messages it decodes
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return the decoder, {@code null} if no codec decodes the type from such messages
	 * @throws IllegalArgumentException if a codec says that the type has a fault
	 */
	public @Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(message, "'message' must not be null");
		return first((codec) -> codec.decoder(type, message, subProtocol));
	}

	/**
	 * Return what encodes a declared type. For a type that says too little, such as
	 * {@code Object}, that is an encoder which looks at the class of each value.
	 * @param type the type, with its generics
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return the encoder, {@code null} if no codec encodes the type
	 */
	public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
		Assert.notNull(type, "'type' must not be null");
		MessageEncoder encoder = first((codec) -> codec.encoder(type, subProtocol));
		return (encoder == null && saysTooLittle(type.toClass())) ? byClass(subProtocol) : encoder;
	}

	/**
	 * Return what encodes values whose type is known by their class only. Remembered, so
	 * it may be called for every message. Prefer
	 * {@linkplain #encoder(ResolvableType, String) the declared type} where there is one:
	 * a class does not tell the type of the elements of a list.
	 * @param valueClass the class of the value
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return the encoder, {@code null} if no codec encodes the class
	 */
	public @Nullable MessageEncoder encoder(Class<?> valueClass, @Nullable String subProtocol) {
		Assert.notNull(valueClass, "'valueClass' must not be null");
		ValueType key = new ValueType(valueClass, subProtocol);
		MessageEncoder encoder = this.encoders.get(key);
		if (encoder == null) {
			encoder = first((codec) -> codec.encoder(ResolvableType.forClass(valueClass), subProtocol));
			if (encoder != null) {
				this.encoders.put(key, encoder);
			}
		}
		return encoder;
	}

	/**
	 * Return the type as which a message has to be decoded when it may be one of several
	 * types.
	 * @param types the types, at least one; a single one is its own answer
	 * @param message {@code TEXT} or {@code BINARY}
	 * @param subProtocol the sub-protocol of the connection, {@code null} if none was
	 * agreed
	 * @return a supertype of all of them, {@code null} if no codec can tell them apart
	 */
	public @Nullable ResolvableType commonType(List<ResolvableType> types, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		Assert.notEmpty(types, "'types' must not be empty");
		Assert.notNull(message, "'message' must not be null");
		if (types.size() == 1) {
			return types.get(0);
		}
		return first((codec) -> codec.commonType(types, message, subProtocol));
	}

	private <T> @Nullable T first(Function<WebSocketCodec, @Nullable T> question) {
		for (WebSocketCodec codec : this.codecs) {
			T answer = question.apply(codec);
			if (answer != null) {
				return answer;
			}
		}
		return null;
	}

	/**
	 * Return whether a value of a type may be text, binary or anything else, which only
	 * its class tells.
	 * @param type the declared type
	 * @return whether it says too little
	 */
	static boolean saysTooLittle(Class<?> type) {
		return Stream.of(String.class, byte[].class, ByteBuffer.class).anyMatch(type::isAssignableFrom);
	}

	private MessageEncoder byClass(@Nullable String subProtocol) {
		return (value, buffers) -> {
			MessageEncoder encoder = encoder(value.getClass(), subProtocol);
			if (encoder == null) {
				throw new EncodingException("No codec encodes " + value.getClass().getName()
						+ ((subProtocol != null) ? " for the sub-protocol '" + subProtocol + "'" : ""));
			}
			return encoder.encode(value, buffers);
		};
	}

	private record ValueType(Class<?> type, @Nullable String subProtocol) {

	}

}
