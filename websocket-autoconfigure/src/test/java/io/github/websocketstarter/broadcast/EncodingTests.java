package io.github.websocketstarter.broadcast;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.github.websocketstarter.codec.MessageDecoder;
import io.github.websocketstarter.codec.MessageEncoder;
import io.github.websocketstarter.codec.WebSocketCodec;
import io.github.websocketstarter.codec.WebSocketCodecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.EncodingException;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Encoding}.
 */
class EncodingTests {

	private int encoded;

	private final Encoding encoding = new Encoding(
			WebSocketCodecs.of(List.of(new NumberCodec("roman"), new NumberCodec("broken"))));

	@Test
	void oneEncodingServesAllWhoseEncodersAreEqual() {
		List<Variant> variants = this.encoding.encode("text", null, Set.of("", "roman", "other"), Set.of("more"));

		assertThat(variants).singleElement().satisfies((variant) -> {
			assertThat(variant.subProtocols()).containsExactlyInAnyOrder("", "roman", "other", "more");
			assertThat(variant.payload()).asString(StandardCharsets.UTF_8).isEqualTo("text");
			assertThat(variant.text()).isTrue();
		});
	}

	@Test
	void encoderThatNobodyNeedsMayFail() {
		List<Variant> variants = this.encoding.encode(5, null, Set.of("roman"), Set.of("broken", ""));

		assertThat(variants).singleElement()
			.satisfies((variant) -> assertThat(variant.subProtocols()).containsExactly("roman"));
		assertThat(this.encoded).isOne();
	}

	@Test
	void encoderThatIsNeededMustNotFail() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.encoding.encode(5, null, Set.of("broken"), Set.of()));
	}

	@Test
	void payloadThatNoCodecEncodesForAReceiverIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoding.encode(5, null, Set.of(""), Set.of()))
			.withMessageContaining("java.lang.Integer");
	}

	/** Knows numbers for one sub-protocol. */
	private final class NumberCodec implements WebSocketCodec {

		private final String name;

		NumberCodec(String name) {
			this.name = name;
		}

		@Override
		public @Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message,
				@Nullable String subProtocol) {
			return null;
		}

		@Override
		public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
			if (type.toClass() != Integer.class || !this.name.equals(subProtocol)) {
				return null;
			}
			return (value, buffers) -> {
				if (this.name.equals("broken")) {
					throw new EncodingException("broken");
				}
				EncodingTests.this.encoded++;
				return new WebSocketMessage(WebSocketMessage.Type.TEXT,
						buffers.wrap("V".getBytes(StandardCharsets.UTF_8)));
			};
		}

	}

}
