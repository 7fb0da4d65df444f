package io.github.websocketstarter.engine.netty;

import java.util.Arrays;

import io.github.websocketstarter.SendOption;
import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Spring's messages as frames.
 */
final class Frames {

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private Frames() {
	}

	static int opcode(WebSocketMessage.Type type) {
		return switch (type) {
			case TEXT -> Opcode.TEXT;
			case BINARY -> Opcode.BINARY;
			case PING -> Opcode.PING;
			case PONG -> Opcode.PONG;
		};
	}

	static boolean mayCompress(WebSocketMessage message, SendOption... options) {
		return message.<Object>getNativeMessage() != SendOption.DISABLE_COMPRESSION
				&& !Arrays.asList(options).contains(SendOption.DISABLE_COMPRESSION);
	}

	static ByteBuf payload(WebSocketMessage message) {
		return NettyDataBufferFactory.toByteBuf(message.getPayload());
	}

	static boolean isTooLongControl(WebSocketMessage message, ByteBuf payload) {
		return Opcode.isControl(opcode(message.getType())) && payload.readableBytes() > MAX_CONTROL_PAYLOAD;
	}

	static IllegalArgumentException controlTooLong(WebSocketMessage message) {
		return new IllegalArgumentException("A " + message.getType() + " message must have at most "
				+ MAX_CONTROL_PAYLOAD + " bytes but has " + message.getPayload().readableByteCount());
	}

}
