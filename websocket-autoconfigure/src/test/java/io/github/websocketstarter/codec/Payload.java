package io.github.websocketstarter.codec;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads in direct, pooled buffers, of which none may leak.
 */
final class Payload {

	static final DataBufferFactory BUFFERS = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private Payload() {
	}

	/**
	 * Allocate a payload that the caller releases.
	 * @return the payload, behind a byte that was already read
	 */
	static DataBuffer of(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		DataBuffer buffer = BUFFERS.allocateBuffer(bytes.length + 1);
		buffer.write((byte) '{').write(bytes).read();
		return buffer;
	}

	/**
	 * Decode a text as the engine does, which releases the payload afterwards.
	 * @return what the decoder made of it
	 */
	static Object decode(@Nullable MessageDecoder decoder, String text) {
		assertThat(decoder).isNotNull();
		DataBuffer payload = of(text);
		try {
			return decoder.decode(payload);
		}
		finally {
			assertThat(DataBufferUtils.release(payload)).as("the decoder retained nothing").isTrue();
		}
	}

	/**
	 * Encode a value and release the message.
	 * @return its payload
	 */
	static String encode(@Nullable MessageEncoder encoder, Object value) {
		assertThat(encoder).isNotNull();
		WebSocketMessage message = encoder.encode(value, BUFFERS);
		try {
			assertThat(message.getType()).isEqualTo(WebSocketMessage.Type.TEXT);
			return message.getPayloadAsText();
		}
		finally {
			message.release();
		}
	}

}
