package io.github.websocketstarter.codec;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * JSON in text messages, read and written by Jackson 3 with the settings of one mapper.
 * <p>
 * Serves every type and every sub-protocol, except for what JSON is no sensible form of:
 * text and bytes, which have codecs of their own; streams, iterators, readers and
 * reactive types; {@code Optional}, futures and exceptions.
 * <p>
 * Types are told apart where Jackson can: they need a common supertype with
 * {@code @JsonTypeInfo}, or a mix-in that has it, that knows all of them by their ids.
 * <p>
 * What follows a JSON value in the same message is an error, and so is {@code null} in
 * place of an object, whatever the mapper's settings. Errors carry Jackson's message,
 * which may quote a token, and no more of the payload. Immutable, safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class JacksonCodec implements WebSocketCodec {

	private final JsonMapper mapper;

	private final JacksonTypes types;

	/**
	 * Create a codec.
	 * @param mapper reads and writes the JSON
	 */
	public JacksonCodec(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		this.mapper = mapper;
		this.types = new JacksonTypes(mapper);
	}

	@Override
	public @Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		if (message != WebSocketMessage.Type.TEXT || !JacksonTypes.isJson(type.toClass())) {
			return null;
		}
		JavaType wanted = this.types.of(type);
		checkThatItCanBeMade(wanted);
		return new JacksonDecoder(this.mapper.readerFor(wanted).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS),
				wanted);
	}

	@Override
	public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
		Class<?> given = type.toClass();
		if (!JacksonTypes.isJson(given) || WebSocketCodecs.saysTooLittle(given)) {
			return null;
		}
		return new JacksonEncoder(this.mapper, this.types.of(type));
	}

	@Override
	public @Nullable ResolvableType commonType(List<ResolvableType> types, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		List<Class<?>> classes = types.stream().<Class<?>>map(ResolvableType::toClass).toList();
		if (message != WebSocketMessage.Type.TEXT || !classes.stream().allMatch(JacksonTypes::isJson)) {
			return null;
		}
		Class<?> common = this.types.common(classes);
		return (common != null) ? ResolvableType.forClass(common) : null;
	}

	/**
	 * Find at the start what would fail with every message.
	 * @param type the type that is to be read
	 */
	private void checkThatItCanBeMade(JavaType type) {
		Object deserializer;
		try {
			deserializer = this.mapper._deserializationContext().findRootValueDeserializer(type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"Jackson cannot read " + type.toCanonical() + ": " + ex.getOriginalMessage(), ex);
		}
		Assert.isTrue(!(deserializer instanceof AbstractDeserializer),
				() -> "Jackson cannot read " + type.toCanonical() + ", which is abstract: it needs @JsonTypeInfo to "
						+ "tell its subtypes apart, or @JsonDeserialize(as = …) to name one");
	}

}
