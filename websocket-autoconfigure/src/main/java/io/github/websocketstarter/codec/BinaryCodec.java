package io.github.websocketstarter.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Binary messages as they are.
 */
final class BinaryCodec implements WebSocketCodec {

	private static final MessageEncoder ARRAY_ENCODER = (value, buffers) -> message(buffers.wrap((byte[]) value));

	private static final MessageEncoder BUFFER_ENCODER = (value,
			buffers) -> message(buffers.wrap(((ByteBuffer) value).duplicate()));

	@Override
	public @Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		if (message != WebSocketMessage.Type.BINARY) {
			return null;
		}
		Class<?> wanted = type.toClass();
		if (wanted == byte[].class) {
			return BinaryCodec::copy;
		}
		if (wanted == ByteBuffer.class) {
			return (payload) -> ByteBuffer.wrap(copy(payload));
		}
		return (wanted == DataBuffer.class) ? (payload) -> payload : null;
	}

	@Override
	public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
		Class<?> given = type.toClass();
		if (given == byte[].class) {
			return ARRAY_ENCODER;
		}
		if (ByteBuffer.class.isAssignableFrom(given)) {
			return BUFFER_ENCODER;
		}
		return DataBuffer.class.isAssignableFrom(given) ? (value, buffers) -> message((DataBuffer) value) : null;
	}

	private static byte[] copy(DataBuffer payload) {
		byte[] bytes = new byte[payload.readableByteCount()];
		payload.toByteBuffer(payload.readPosition(), ByteBuffer.wrap(bytes), 0, bytes.length);
		return bytes;
	}

	private static WebSocketMessage message(DataBuffer payload) {
		return new WebSocketMessage(WebSocketMessage.Type.BINARY, payload);
	}

}
