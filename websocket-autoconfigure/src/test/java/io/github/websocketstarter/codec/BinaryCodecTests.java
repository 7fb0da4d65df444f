package io.github.websocketstarter.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketMessage.Type;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BinaryCodec}.
 */
class BinaryCodecTests {

	private final BinaryCodec codec = new BinaryCodec();

	@Test
	void byteArrayIsACopyThatMayBeKept() {
		assertThat((byte[]) Payload.decode(decoder(byte[].class), "abc"))
			.isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
		assertThat((byte[]) Payload.decode(decoder(byte[].class), "")).isEmpty();
	}

	@Test
	void byteBufferIsACopyThatMayBeKept() {
		ByteBuffer decoded = (ByteBuffer) Payload.decode(decoder(ByteBuffer.class), "abc");

		assertThat(decoded.hasArray()).isTrue();
		assertThat(StandardCharsets.US_ASCII.decode(decoded).toString()).isEqualTo("abc");
	}

	@ParameterizedTest
	@ValueSource(classes = { byte[].class, ByteBuffer.class })
	void copyingMovesNoPosition(Class<?> type) {
		DataBuffer payload = Payload.of("abc");

		decoder(type).decode(payload);

		assertThat(payload.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
		DataBufferUtils.release(payload);
	}

	@Test
	void dataBufferIsThePayloadItself() {
		DataBuffer payload = Payload.of("abc");

		assertThat(decoder(DataBuffer.class).decode(payload)).isSameAs(payload);

		assertThat(DataBufferUtils.release(payload)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { byte[].class, ByteBuffer.class, DataBuffer.class })
	void textMessagesAreNotBinary(Class<?> type) {
		assertThat(this.codec.decoder(ResolvableType.forClass(type), Type.TEXT, null)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, String.class, int[].class, Integer.class })
	void otherTypesAreNotServed(Class<?> type) {
		assertThat(this.codec.decoder(ResolvableType.forClass(type), Type.BINARY, null)).isNull();
		assertThat(this.codec.encoder(ResolvableType.forClass(type), null)).isNull();
	}

	@Test
	void byteArrayIsEncoded() {
		assertThat(encode(byte[].class, "abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo("abc");
	}

	@Test
	void oneByteBufferCanBeSentManyTimes() {
		ByteBuffer bytes = ByteBuffer.wrap("-abc-".getBytes(StandardCharsets.US_ASCII), 1, 3);

		assertThat(encode(ByteBuffer.class, bytes)).isEqualTo("abc");
		assertThat(encode(ByteBuffer.class, bytes)).isEqualTo("abc");
		assertThat(bytes.position()).isEqualTo(1);
		assertThat(bytes.limit()).isEqualTo(4);
	}

	@Test
	void byteBuffersOfEveryKindAreEncoded() {
		ByteBuffer direct = ByteBuffer.allocateDirect(3).put("abc".getBytes(StandardCharsets.US_ASCII)).flip();

		assertThat(encode(direct.getClass(), direct)).isEqualTo("abc");
		assertThat(encode(ByteBuffer.class, direct.asReadOnlyBuffer())).isEqualTo("abc");
	}

	@Test
	void dataBufferIsReleasedWithItsMessage() {
		DataBuffer payload = Payload.of("abc");

		assertThat(encode(payload.getClass(), payload)).isEqualTo("abc");

		assertThat(DataBufferUtils.release(payload)).as("there was one more reference").isFalse();
	}

	private MessageDecoder decoder(Class<?> type) {
		MessageDecoder decoder = this.codec.decoder(ResolvableType.forClass(type), Type.BINARY, null);
		assertThat(decoder).isNotNull();
		return decoder;
	}

	private String encode(Class<?> type, Object value) {
		@Nullable MessageEncoder encoder = this.codec.encoder(ResolvableType.forClass(type), null);
		assertThat(encoder).isNotNull();
		WebSocketMessage message = encoder.encode(value, Payload.BUFFERS);
		assertThat(message.getType()).isEqualTo(Type.BINARY);
		String text = message.getPayloadAsText();
		message.release();
		return text;
	}

}
