package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages that one connection sends (RFC 7692 §7.2.1), each whole or
 * fragment by fragment.
 * <p>
 * With context takeover a message refers to those before it, and a deflater is held from
 * the first one on. Otherwise one of the pool is used for the time of a message, and
 * nothing is held between messages; so also with a window of less than 15 bits, which is
 * honoured by beginning anew whenever the window is full, as the JDK's zlib cannot be
 * told its size. The caller decides which messages are worth compressing; one that is
 * sent as it is must not pass through here. Not thread-safe.
 */
public final class MessageDeflater {

	private static final byte[] NOTHING = {};

	private static final int MAX_WINDOW_BITS = 15;

	/** What a flush ends with, and a message must not end with. */
	private static final int TAIL_LENGTH = 4;

	/**
	 * How much is compressed at once: a heap buffer holds up the garbage collector
	 * meanwhile.
	 */
	private static final int MAX_STEP = 64 * 1024;

	/** Room to ask for: enough for what does not compress, if it is small. */
	private static final int ROOM = 4096;

	private static final int OVERHEAD = 32;

	private final ZlibPool pool;

	private final boolean held;

	// How many bytes may refer to each other, and how many may still refer to the first
	// of the history. Equal when there is no history.
	private final int window;

	private int left;

	private @Nullable Deflater deflater;

	/**
	 * Create a deflater.
	 * @param pool the pool of the event loop
	 * @param contextTakeover whether a message may refer to those before it
	 * @param windowBits how far back to refer at most, as the power of two of a number of
	 * bytes, 9 to 15
	 */
	public MessageDeflater(ZlibPool pool, boolean contextTakeover, int windowBits) {
		this.pool = pool;
		this.held = contextTakeover && windowBits == MAX_WINDOW_BITS;
		// zlib never refers further back than 15 bits
		this.window = (windowBits == MAX_WINDOW_BITS) ? Integer.MAX_VALUE : 1 << windowBits;
		this.left = this.window;
	}

	/**
	 * Compress a message or a fragment of one.
	 * @param payload the payload, direct or not, possibly empty; it is read to its end
	 * @param last whether the message ends with it
	 * @param out where the frame's payload goes
	 */
	public void deflate(ByteBuffer payload, boolean last, DeflateOutput out) {
		if (payload.hasRemaining()) {
			compress(payload, last, out);
			if (last) {
				out.takeBack(TAIL_LENGTH);
			}
		}
		else {
			writeEmptyBlock(last, out);
		}
		if (last && !this.held) {
			release(this.left != this.window);
		}
	}

	private static void writeEmptyBlock(boolean last, DeflateOutput out) {
		// where there is nothing to flush, zlib writes nothing
		ByteBuffer room = out.room(1 + TAIL_LENGTH).put((byte) 0);
		if (!last) {
			room.put((byte) 0).put((byte) 0).put((byte) 0xFF).put((byte) 0xFF);
		}
		out.written(last ? 1 : 1 + TAIL_LENGTH);
	}

	private void compress(ByteBuffer payload, boolean last, DeflateOutput out) {
		int end = payload.limit();
		boolean complete = false;
		try {
			while (payload.position() < end) {
				int step = Math.min(Math.min(end - payload.position(), this.left), MAX_STEP);
				payload.limit(payload.position() + step);
				compress(payload, flushAfter(step, payload.limit() == end, last), out);
			}
			complete = true;
		}
		finally {
			payload.limit(end);
			if (!complete) {
				close();
			}
		}
	}

	private int flushAfter(int step, boolean fragmentEnds, boolean last) {
		this.left -= step;
		// after a full flush nothing refers to what was before, as after a reset, which
		// costs more
		if (this.left == 0 || (fragmentEnds && last && !this.held)) {
			this.left = this.window;
			return Deflater.FULL_FLUSH;
		}
		return fragmentEnds ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
	}

	private void compress(ByteBuffer payload, int flush, DeflateOutput out) {
		Deflater current = this.deflater;
		if (current == null) {
			current = this.pool.takeDeflater();
			this.deflater = current;
		}
		current.setInput(payload);
		boolean full;
		do {
			ByteBuffer room = out.room(Math.min(payload.remaining(), ROOM) + OVERHEAD);
			int written = current.deflate(room, flush);
			full = !room.hasRemaining();
			out.written(written);
		}
		while (full);
		current.setInput(NOTHING);
	}

	private void release(boolean reset) {
		Deflater current = this.deflater;
		this.deflater = null;
		this.left = this.window;
		if (current != null) {
			if (reset) {
				current.reset();
			}
			this.pool.giveBack(current);
		}
	}

	/**
	 * Release what is held. A message that was begun is given up; the next one refers to
	 * nothing before it.
	 */
	public void close() {
		release(true);
	}

}
