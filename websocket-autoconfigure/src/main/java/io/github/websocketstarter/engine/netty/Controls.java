package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The control frames of the engine, which go ahead of what waits. While the transport is
 * not writable, all but the latest PONG are dropped. Used on the event loop only.
 */
final class Controls {

	private static final int MAX_PAYLOAD = 125;

	private final Outbound outbound;

	private final FrameWriter writer;

	// The answer that waits.
	private @Nullable ByteBuf pendingPong;

	Controls(Outbound outbound, FrameWriter writer) {
		this.outbound = outbound;
		this.writer = writer;
	}

	/**
	 * Send a PING.
	 * @param payload the payload, which is not released here
	 */
	void ping(ByteBuf payload) {
		if (!this.outbound.isClosed()) {
			this.writer.writeControl(Opcode.PING, payload);
		}
	}

	/**
	 * Answer a PING. If the transport is not writable, the answer replaces the one that
	 * waits (RFC 6455 §5.5.3).
	 * @param payload the payload, which is not released here
	 */
	void pong(ByteBuf payload) {
		if (this.outbound.isClosed()) {
			return;
		}
		if (this.outbound.isWritable()) {
			this.writer.writeControl(Opcode.PONG, payload);
			return;
		}
		ByteBuf pong = this.pendingPong;
		if (pong == null) {
			pong = Unpooled.buffer(MAX_PAYLOAD);
			this.pendingPong = pong;
		}
		pong.clear().writeBytes(payload, payload.readerIndex(), payload.readableBytes());
	}

	/**
	 * Send a PONG that answers nothing, unless bytes that wait keep the connection alive.
	 */
	void unsolicitedPong() {
		if (!this.outbound.isClosed() && this.outbound.isWritable()) {
			this.writer.writeControl(Opcode.PONG, Unpooled.EMPTY_BUFFER);
		}
	}

	/**
	 * Send the answer that waits.
	 */
	void proceed() {
		ByteBuf pong = this.pendingPong;
		if (pong != null) {
			this.pendingPong = null;
			this.writer.writeControl(Opcode.PONG, pong);
			pong.release();
		}
	}

	/**
	 * Drop the answer that waits.
	 */
	void drop() {
		if (this.pendingPong != null) {
			this.pendingPong.release();
			this.pendingPong = null;
		}
	}

}
