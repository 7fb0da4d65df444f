package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages that one connection receives (RFC 7692 §7.2.2), piece by
 * piece as they arrive and no faster than their content is taken.
 * <p>
 * If the peer may refer to its earlier messages, an inflater is held from the first
 * compressed one on; otherwise one of the pool is used for the time of a message. Any
 * window up to 15 bits is understood.
 * <p>
 * A message may consist of any number of DEFLATE blocks and streams: after a block with
 * BFINAL set, the next byte begins a new stream that refers to nothing before it. Some
 * peers send messages that still have their last four bytes ({@code 00 00 FF FF}), that
 * end with BFINAL, or that have no byte at all: they are understood. A message that
 * breaks off inside a block is corrupt, and so is one with other bytes behind its end,
 * which are read as one more block. With context takeover a few of those go unnoticed
 * until the next message, as zlib cannot be asked. Not thread-safe.
 */
public final class MessageInflater {

	private static final byte[] NOTHING = {};

	private static final int TAIL = 0x0000FFFF;

	private static final int TAIL_LENGTH = 4;

	/**
	 * The tail and an empty block, which goes unnoticed where a block can begin and shows
	 * a message that breaks off, and the same with BFINAL, which ends the stream only
	 * there.
	 */
	private static final byte[] PROBE = { 0, 0, -1, -1, 0, 0, 0, -1, -1 };

	private static final byte[] FINAL_PROBE = { 0, 0, -1, -1, 1, 0, 0, -1, -1 };

	private final ZlibPool pool;

	private final boolean held;

	private @Nullable Inflater inflater;

	// The message: how large it is so far, whether more of it is ready than there was
	// room for, whether it has a byte, and which were its last four.
	private long size;

	private boolean more;

	private boolean begun;

	private int trail = -1;

	/**
	 * Create an inflater.
	 * @param pool the pool of the event loop
	 * @param contextTakeover whether a message may refer to those before it
	 */
	public MessageInflater(ZlibPool pool, boolean contextTakeover) {
		this.pool = pool;
		this.held = contextTakeover;
	}

	/**
	 * What became of a piece of a message.
	 */
	public enum Result {

		/** The piece was read, and the message goes on: call with the next one. */
		NEEDS_INPUT,

		/**
		 * There is more than fits: call with what is left of the piece, which may be
		 * nothing, and other room.
		 */
		NEEDS_OUTPUT,

		/** The message is complete. */
		COMPLETE,

		/** The message is larger than the limit. */
		TOO_BIG,

		/** The message is not what RFC 7692 describes. */
		CORRUPT

	}

	/**
	 * Decompress as much of a message as there is room for. After {@link Result#TOO_BIG}
	 * and {@link Result#CORRUPT} the connection cannot go on.
	 * @param payload the payload of a frame or a piece of it, unmasked, direct or not,
	 * possibly empty; it is read as far as its content fits
	 * @param last whether the message ends with it
	 * @param out where the content goes, direct or not, with room for a byte or more
	 * @param limit the largest content of the message, bytes; at most one more is
	 * produced
	 * @return the result
	 */
	public Result inflate(ByteBuffer payload, boolean last, ByteBuffer out, long limit) {
		Result result;
		int end = out.limit();
		try {
			long room = Math.max(limit - this.size, 0);
			if (room < out.remaining()) {
				out.limit(out.position() + (int) room + 1);
			}
			result = read(payload, out, limit);
			if (result == Result.NEEDS_INPUT && last) {
				result = finish(out);
			}
		}
		catch (DataFormatException ex) {
			result = Result.CORRUPT;
		}
		finally {
			out.limit(end);
		}
		this.more = result == Result.NEEDS_OUTPUT;
		if (result != Result.NEEDS_INPUT && result != Result.NEEDS_OUTPUT) {
			end(result == Result.COMPLETE && this.held);
		}
		return result;
	}

	private Result read(ByteBuffer payload, ByteBuffer out, long limit) throws DataFormatException {
		if (!payload.hasRemaining() && !this.more) {
			return Result.NEEDS_INPUT;
		}
		Inflater current = this.inflater;
		if (current == null) {
			current = this.pool.takeInflater();
			this.inflater = current;
		}
		int from = payload.position();
		current.setInput(payload);
		try {
			return read(current, payload, out, limit);
		}
		finally {
			current.setInput(NOTHING);
			remember(payload, from);
		}
	}

	private Result read(Inflater current, ByteBuffer payload, ByteBuffer out, long limit) throws DataFormatException {
		while (true) {
			if (current.finished()) {
				if (!payload.hasRemaining()) {
					return Result.NEEDS_INPUT;
				}
				current.reset();
				current.setInput(payload);
			}
			if (!out.hasRemaining()) {
				return Result.NEEDS_OUTPUT;
			}
			this.size += current.inflate(out);
			if (this.size > limit) {
				return Result.TOO_BIG;
			}
			if (!current.finished()) {
				if (!out.hasRemaining()) {
					return Result.NEEDS_OUTPUT;
				}
				return payload.hasRemaining() ? Result.CORRUPT : Result.NEEDS_INPUT;
			}
		}
	}

	private void remember(ByteBuffer payload, int from) {
		int to = payload.position();
		for (int index = Math.max(from, to - TAIL_LENGTH); index < to; index++) {
			this.trail = (this.trail << 8) | (payload.get(index) & 0xFF);
			this.begun = true;
		}
	}

	private Result finish(ByteBuffer out) throws DataFormatException {
		Inflater current = this.inflater;
		if (current == null || !this.begun || current.finished()) {
			return Result.COMPLETE;
		}
		// add the tail, if the peer has cut it off, and look for a block to end there
		byte[] probe = this.held ? PROBE : FINAL_PROBE;
		int from = (this.trail == TAIL) ? TAIL_LENGTH : 0;
		current.setInput(probe, from, probe.length - from);
		boolean clean = current.inflate(out) == 0 && current.getRemaining() == 0;
		return (clean && current.finished() != this.held) ? Result.COMPLETE : Result.CORRUPT;
	}

	private void end(boolean keep) {
		this.size = 0;
		this.begun = false;
		this.trail = -1;
		Inflater current = this.inflater;
		if (!keep && current != null) {
			this.inflater = null;
			this.pool.giveBack(current);
		}
	}

	/**
	 * Release what is held. A message that was begun is given up.
	 */
	public void close() {
		end(false);
		this.more = false;
	}

}
