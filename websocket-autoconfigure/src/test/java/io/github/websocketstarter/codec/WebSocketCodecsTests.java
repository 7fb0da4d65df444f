package io.github.websocketstarter.codec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.EncodingException;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WebSocketCodecs}.
 */
class WebSocketCodecsTests {

	private static final ResolvableType STRING = ResolvableType.forClass(String.class);

	private static final ResolvableType INTEGER = ResolvableType.forClass(Integer.class);

	private static final ResolvableType OBJECT = ResolvableType.forClass(Object.class);

	@Test
	void firstCodecThatKnowsATypeServesIt() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(new Tag("a", INTEGER), new Tag("b", INTEGER)));

		assertThat(Payload.decode(codecs.decoder(INTEGER, Type.TEXT, null), "1")).isEqualTo("a1");
		assertThat(Payload.encode(codecs.encoder(INTEGER, null), 1)).isEqualTo("a1");
		assertThat(codecs.commonType(List.of(INTEGER, STRING), Type.TEXT, null)).isEqualTo(INTEGER);
	}

	@Test
	void codecsComeBeforeTheBuiltInOnes() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(new Tag("own ", STRING)));

		assertThat(Payload.decode(codecs.decoder(STRING, Type.TEXT, null), "text")).isEqualTo("own text");
		assertThat(Payload.encode(codecs.encoder(STRING, null), "text")).isEqualTo("own text");
	}

	@Test
	void textAndBytesNeedNoCodec() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of());

		assertThat(Payload.decode(codecs.decoder(STRING, Type.TEXT, "v1"), "text")).isEqualTo("text");
		assertThat(codecs.decoder(ResolvableType.forClass(byte[].class), Type.BINARY, "v1")).isNotNull();
		assertThat(codecs.encoder(ResolvableType.forClass(byte[].class), "v1")).isNotNull();
	}

	@Test
	void textAndBytesAreNoJson() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(new JacksonCodec(new JsonMapper())));

		assertThat(Payload.decode(codecs.decoder(STRING, Type.TEXT, null), "\"text\"")).isEqualTo("\"text\"");
		assertThat(Payload.encode(codecs.encoder(STRING, null), "text")).isEqualTo("text");
		assertThat(codecs.decoder(ResolvableType.forClass(byte[].class), Type.TEXT, null)).isNull();
	}

	@Test
	void unknownTypesHaveNoCodec() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of());

		assertThat(codecs.decoder(INTEGER, Type.TEXT, null)).isNull();
		assertThat(codecs.decoder(STRING, Type.BINARY, null)).isNull();
		assertThat(codecs.encoder(INTEGER, null)).isNull();
		assertThat(codecs.encoder(Integer.class, null)).isNull();
		assertThat(codecs.commonType(List.of(INTEGER, STRING), Type.TEXT, null)).isNull();
	}

	@Test
	void codecSeesTheSubProtocol() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(new Tag("v2 ", INTEGER, "v2")));

		assertThat(codecs.encoder(INTEGER, "v1")).isNull();
		assertThat(codecs.encoder(Integer.class, null)).isNull();
		assertThat(Payload.encode(codecs.encoder(INTEGER, "v2"), 1)).isEqualTo("v2 1");
		assertThat(Payload.encode(codecs.encoder(Integer.class, "v2"), 1)).isEqualTo("v2 1");
		assertThat(codecs.encoder(Integer.class, "v1")).isNull();
		assertThat(Payload.decode(codecs.decoder(INTEGER, Type.TEXT, "v2"), "1")).isEqualTo("v2 1");
		assertThat(codecs.decoder(INTEGER, Type.TEXT, "v1")).isNull();
	}

	@Test
	void encoderOfAClassIsLookedUpOnce() {
		Tag tag = new Tag("", INTEGER);
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(tag));

		MessageEncoder first = codecs.encoder(Integer.class, null);

		assertThat(codecs.encoder(Integer.class, null)).isSameAs(first);
		assertThat(tag.encoded).containsExactly(INTEGER);
	}

	@Test
	void typeThatSaysTooLittleIsEncodedByTheClassOfEachValue() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of(new JacksonCodec(new JsonMapper())));
		MessageEncoder encoder = codecs.encoder(OBJECT, null);

		assertThat(Payload.encode(encoder, "text")).isEqualTo("text");
		assertThat(Payload.encode(encoder, List.of("text"))).isEqualTo("[\"text\"]");
		WebSocketMessage binary = encoder.encode(new byte[2], Payload.BUFFERS);
		assertThat(binary.getType()).isEqualTo(Type.BINARY);
		binary.release();
	}

	@Test
	void valueWithoutCodecIsAnEncodingError() {
		MessageEncoder encoder = WebSocketCodecs.of(List.of()).encoder(OBJECT, "v1");

		assertThat(encoder).isNotNull();
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> encoder.encode(1, Payload.BUFFERS))
			.withMessage("No codec encodes java.lang.Integer for the sub-protocol 'v1'");
	}

	@Test
	void oneTypeIsItsOwnCommonType() {
		WebSocketCodecs codecs = WebSocketCodecs.of(List.of());

		assertThat(codecs.commonType(List.of(INTEGER), Type.TEXT, null)).isEqualTo(INTEGER);
		assertThatIllegalArgumentException().isThrownBy(() -> codecs.commonType(List.of(), Type.TEXT, null));
	}

	/**
	 * Puts something before every text, for one type and one sub-protocol.
	 */
	private static final class Tag implements WebSocketCodec {

		private final String tag;

		private final ResolvableType type;

		private final @Nullable String subProtocol;

		private final List<ResolvableType> encoded = new ArrayList<>();

		Tag(String tag, ResolvableType type) {
			this(tag, type, null);
		}

		Tag(String tag, ResolvableType type, @Nullable String subProtocol) {
			this.tag = tag;
			this.type = type;
			this.subProtocol = subProtocol;
		}

		@Override
		public @Nullable MessageDecoder decoder(ResolvableType type, Type message, @Nullable String subProtocol) {
			if (!isOurs(type, subProtocol)) {
				return null;
			}
			MessageDecoder text = new TextCodec().decoder(STRING, message, subProtocol);
			return (text != null) ? (payload) -> this.tag + text.decode(payload) : null;
		}

		@Override
		public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
			this.encoded.add(type);
			return isOurs(type, subProtocol)
					? (value, buffers) -> new WebSocketMessage(Type.TEXT, buffers.wrap((this.tag + value).getBytes()))
					: null;
		}

		@Override
		public ResolvableType commonType(List<ResolvableType> types, Type message, @Nullable String subProtocol) {
			return this.type;
		}

		private boolean isOurs(ResolvableType type, @Nullable String subProtocol) {
			return type.toClass() == this.type.toClass()
					&& (this.subProtocol == null || this.subProtocol.equals(subProtocol));
		}

	}

}
