package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages that one connection receives (RFC 7692 §7.2.2), piece by
 * piece as they arrive and no faster than their content is taken.
 * <p>
 * If the peer may refer to its earlier messages, a window of them is held from the first
 * compressed one on: as much as there was, and no more than was agreed. All else is of
 * the pool, for the time of a message.
 * <p>
 * A message may consist of any number of DEFLATE blocks and streams: after a block with
 * BFINAL set, the next byte begins a new stream that refers to nothing before it. Some
 * peers send messages that still have their last four bytes ({@code 00 00 FF FF}), that
 * end with BFINAL, or that have no byte at all: they are understood. A message that
 * breaks off inside a block is corrupt, and so is one with other bytes behind its end,
 * which are read as one more block. Not thread-safe.
 */
public final class MessageInflater {

	private final DeflatePool pool;

	private final boolean held;

	private final int windowBits;

	// Null until the first byte of a compressed message, and between messages unless it
	// is held.
	private @Nullable Window window;

	// Null before the first byte of a message.
	private @Nullable Decoder decoder;

	// How large the message is so far.
	private long size;

	/**
	 * Create an inflater.
	 * @param pool the pool of the event loop
	 * @param contextTakeover whether a message may refer to those before it
	 * @param windowBits how far back it may refer, as the power of two of a number of
	 * bytes, 9 to 15
	 */
	public MessageInflater(DeflatePool pool, boolean contextTakeover, int windowBits) {
		this.pool = pool;
		this.held = contextTakeover;
		this.windowBits = windowBits;
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
		Result result = Result.NEEDS_INPUT;
		Decoder current = this.decoder;
		if (current == null && payload.hasRemaining()) {
			current = this.pool.decoders().take();
			this.decoder = current;
		}
		if (current != null) {
			result = decode(current, payload, out, limit);
		}
		if (result == Result.NEEDS_INPUT && last) {
			result = (current == null || current.mayEnd()) ? Result.COMPLETE : Result.CORRUPT;
		}
		if (result != Result.NEEDS_INPUT && result != Result.NEEDS_OUTPUT) {
			end(result == Result.COMPLETE && this.held);
		}
		return result;
	}

	private Result decode(Decoder from, ByteBuffer payload, ByteBuffer out, long limit) {
		Window to = window();
		while (true) {
			long left = Math.max(limit - this.size, 0);
			int wanted = (left < out.remaining()) ? (int) left + 1 : out.remaining();
			int room = Math.min(to.room(), wanted);
			int begin = to.position();
			Step step = from.decode(payload, to, room);
			int count = to.position() - begin;
			to.copyTo(out, count);
			this.size += count;
			if (this.size > limit) {
				return Result.TOO_BIG;
			}
			switch (step) {
				case CORRUPT -> {
					return Result.CORRUPT;
				}
				case NEEDS_INPUT -> {
					return Result.NEEDS_INPUT;
				}
				default -> {
					if (!out.hasRemaining()) {
						return Result.NEEDS_OUTPUT;
					}
				}
			}
		}
	}

	private Window window() {
		Window current = this.window;
		if (current == null) {
			current = this.held ? new Window(this.windowBits) : this.pool.windows().take();
			this.window = current;
		}
		return current;
	}

	private void end(boolean keep) {
		this.size = 0;
		Decoder currentDecoder = this.decoder;
		if (currentDecoder != null) {
			this.decoder = null;
			currentDecoder.clear();
			this.pool.decoders().giveBack(currentDecoder);
		}
		Window current = this.window;
		if (!keep && current != null) {
			this.window = null;
			if (!this.held) {
				current.clear();
				this.pool.windows().giveBack(current);
			}
		}
	}

	/**
	 * Release what is held. A message that was begun is given up.
	 */
	public void close() {
		end(false);
	}

}
