package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;

/**
 * Compresses one piece after the other, for whatever connection it is: all that has to be
 * kept between two of them is in the {@link History}. Not thread-safe.
 */
final class Encoder {

	/** A block of so many tokens or more is complete. */
	private static final int BLOCK = 8 * 1024;

	private final Tokens tokens = new Tokens();

	private final BlockWriter blocks = new BlockWriter();

	private final BitWriter writer = new BitWriter();

	/**
	 * Compress the payload of a frame.
	 * @param payload the payload, which is read to its end
	 * @param last whether the message ends with it
	 * @param history what it may refer to, and where it is appended
	 * @param farthest how far back it may refer
	 * @param effort how hard to look for matches
	 * @param out where the frame's payload goes
	 */
	void encode(ByteBuffer payload, boolean last, History history, int farthest, Effort effort, DeflateOutput out) {
		this.tokens.clear();
		this.writer.clear();
		int block = history.end();
		while (payload.hasRemaining()) {
			if (payload.remaining() > history.room()) {
				block = writeUnlessSmall(history, block, out);
				block -= history.makeRoom(payload.remaining());
			}
			int from = history.end();
			history.append(payload, Math.min(payload.remaining(), history.room()));
			Parser.parse(history, from, farthest, effort, this.tokens);
			if (this.tokens.size() >= BLOCK) {
				block = write(history, block, out);
			}
		}
		write(history, block, out);
		encodeEnd(last, out);
	}

	/**
	 * End a piece without content.
	 */
	void encodeNothing(boolean last, DeflateOutput out) {
		this.writer.clear();
		encodeEnd(last, out);
	}

	private void encodeEnd(boolean last, DeflateOutput out) {
		this.blocks.writeEnd(!last, this.writer);
		this.writer.drainTo(out);
	}

	/**
	 * Write what may be best stored, before the history forgets it.
	 */
	private int writeUnlessSmall(History history, int block, DeflateOutput out) {
		return (this.tokens.size() > (history.end() - block) / 2) ? write(history, block, out) : block;
	}

	private int write(History history, int block, DeflateOutput out) {
		if (this.tokens.size() > 0) {
			this.blocks.write(this.tokens, history.bytes(), block, history.end() - block, this.writer);
			this.tokens.clear();
			if (this.writer.size() > BLOCK) {
				this.writer.drainTo(out);
			}
		}
		return history.end();
	}

}
