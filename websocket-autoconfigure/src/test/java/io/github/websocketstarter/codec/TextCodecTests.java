package io.github.websocketstarter.codec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextCodec}.
 */
class TextCodecTests {

	private final TextCodec codec = new TextCodec();

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "Grüße, 世界 \uD83D\uDC4B", "null", "\u0000" })
	void textIsTakenAsItIs(String text) {
		assertThat(Payload.decode(this.codec.decoder(type(String.class), Type.TEXT, null), text)).isEqualTo(text);
		assertThat(Payload.encode(this.codec.encoder(type(String.class), null), text)).isEqualTo(text);
	}

	@Test
	void anyCharSequenceIsText() {
		assertThat(Payload.decode(this.codec.decoder(type(CharSequence.class), Type.TEXT, "v1"), "a")).isEqualTo("a");
		assertThat(Payload.encode(this.codec.encoder(type(CharSequence.class), "v1"), "a")).isEqualTo("a");
		assertThat(Payload.encode(this.codec.encoder(type(StringBuilder.class), "v1"), new StringBuilder("b")))
			.isEqualTo("b");
	}

	@Test
	void binaryMessagesAreNoText() {
		assertThat(this.codec.decoder(type(String.class), Type.BINARY, null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Comparable.class, StringBuilder.class, byte[].class, Integer.class })
	void otherTypesAreNotDecoded(Class<?> type) {
		assertThat(this.codec.decoder(type(type), Type.TEXT, null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Comparable.class, byte[].class, Integer.class })
	void otherTypesAreNotEncoded(Class<?> type) {
		assertThat(this.codec.encoder(type(type), null)).isNull();
	}

	private static ResolvableType type(Class<?> type) {
		return ResolvableType.forClass(type);
	}

}
