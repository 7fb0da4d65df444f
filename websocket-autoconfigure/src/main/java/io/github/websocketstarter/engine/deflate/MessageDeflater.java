package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages that one connection sends (RFC 7692 §7.2.1), each whole or
 * fragment by fragment.
 * <p>
 * With context takeover a message refers to those before it, as far back as the window
 * reaches, and a history of them is held from the first one on. Otherwise one of the pool
 * is used for the time of a message, and nothing is held between messages. The caller
 * decides which messages are worth compressing; one that is sent as it is must not pass
 * through here. Not thread-safe.
 */
public final class MessageDeflater {

	private final DeflatePool pool;

	private final Effort effort;

	private final boolean held;

	private final int windowBits;

	// Null between messages unless it is held.
	private @Nullable History history;

	/**
	 * Create a deflater.
	 * @param pool the pool of the event loop
	 * @param level the compression level, 1 (fast) to 9 (small)
	 * @param contextTakeover whether a message may refer to those before it
	 * @param windowBits how far back to refer at most, as the power of two of a number of
	 * bytes, 9 to 15
	 */
	public MessageDeflater(DeflatePool pool, int level, boolean contextTakeover, int windowBits) {
		this.pool = pool;
		this.effort = Effort.ofLevel(level);
		this.held = contextTakeover;
		this.windowBits = windowBits;
	}

	/**
	 * Compress a message or a fragment of one.
	 * @param payload the payload, direct or not, possibly empty; it is read to its end
	 * @param last whether the message ends with it
	 * @param out where the frame's payload goes
	 */
	public void deflate(ByteBuffer payload, boolean last, DeflateOutput out) {
		if (payload.hasRemaining()) {
			boolean complete = false;
			try {
				this.pool.encoder().encode(payload, last, history(), 1 << this.windowBits, this.effort, out);
				complete = true;
			}
			finally {
				if (!complete) {
					close();
				}
			}
		}
		else {
			this.pool.encoder().encodeNothing(last, out);
		}
		if (last && !this.held) {
			close();
		}
	}

	/**
	 * Take note of a message that was compressed elsewhere, and for itself: what follows
	 * has to count its bytes, and may refer to them.
	 * @param payload what the message was before, which is read to its end
	 */
	public void passed(ByteBuffer payload) {
		History current = this.history;
		while (current != null && payload.hasRemaining()) {
			current.makeRoom(payload.remaining());
			current.append(payload, Math.min(current.room(), payload.remaining()));
		}
	}

	private History history() {
		History current = this.history;
		if (current == null) {
			current = this.held ? new History(this.windowBits) : this.pool.histories().take();
			this.history = current;
		}
		return current;
	}

	/**
	 * Release what is held. A message that was begun is given up; the next one refers to
	 * nothing before it.
	 */
	public void close() {
		History current = this.history;
		this.history = null;
		if (current != null && !this.held) {
			current.clear();
			this.pool.histories().giveBack(current);
		}
	}

}
