package io.github.websocketstarter.codec;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Text messages as they are.
 */
final class TextCodec implements WebSocketCodec {

	private static final MessageEncoder ENCODER = TextCodec::encode;

	@Override
	public @Nullable MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message,
			@Nullable String subProtocol) {
		boolean text = type.toClass() == String.class || type.toClass() == CharSequence.class;
		return (text && message == WebSocketMessage.Type.TEXT) ? TextCodec::decode : null;
	}

	@Override
	public @Nullable MessageEncoder encoder(ResolvableType type, @Nullable String subProtocol) {
		return CharSequence.class.isAssignableFrom(type.toClass()) ? ENCODER : null;
	}

	private static Object decode(DataBuffer payload) {
		return payload.toString(StandardCharsets.UTF_8);
	}

	private static WebSocketMessage encode(Object value, DataBufferFactory buffers) {
		byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
		return new WebSocketMessage(WebSocketMessage.Type.TEXT, buffers.wrap(bytes));
	}

}
