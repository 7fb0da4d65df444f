package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;

/**
 * A message or control frame that waits; it owns its payload.
 *
 * @param opcode the opcode
 * @param payload the payload
 * @param compress whether it may be compressed
 * @param completion told what becomes of it
 * @param cost what it costs; the payload may be read elsewhere meanwhile
 */
record FrameEntry(int opcode, ByteBuf payload, boolean compress, Completion completion,
		int cost) implements Backlog.Entry {

	FrameEntry(int opcode, ByteBuf payload, boolean compress, Completion completion) {
		this(opcode, payload, compress, completion,
				(opcode != Opcode.CLOSE) ? payload.readableBytes() + Backlog.ENTRY_COST : 0);
	}

	@Override
	public boolean isDroppable() {
		return !Opcode.isControl(this.opcode);
	}

	@Override
	public void failed(Throwable cause) {
		this.payload.release();
		this.completion.failed(cause);
	}

}
