package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * Bits that become bytes, the lowest bit first.
 */
final class BitWriter {

	private byte[] bytes = new byte[512];

	private int size;

	// Fewer than eight bits that are no byte yet, and how many.
	private long bits;

	private int pending;

	void clear() {
		this.size = 0;
		this.bits = 0;
		this.pending = 0;
	}

	/**
	 * Make room for more.
	 * @param count how many bits are written next, at most
	 */
	void makeRoom(long count) {
		long least = this.size + count / Byte.SIZE + 2 * Long.BYTES;
		if (this.bytes.length < least) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(Math.toIntExact(least), 2 * this.bytes.length));
		}
	}

	/**
	 * Write bits.
	 * @param value the bits, no others are set
	 * @param count how many, at most 56
	 */
	void write(long value, int count) {
		long all = this.bits | value << this.pending;
		int ready = this.pending + count;
		Bytes.eightAt(this.bytes, this.size, all);
		this.size += ready >> 3;
		this.bits = all >>> (ready & ~7);
		this.pending = ready & 7;
	}

	/**
	 * Fill up the last byte.
	 */
	void align() {
		if (this.pending > 0) {
			write(0, Byte.SIZE - this.pending);
		}
	}

	/**
	 * Write whole bytes where no bits are pending.
	 */
	void write(byte[] from, int index, int count) {
		System.arraycopy(from, index, this.bytes, this.size, count);
		this.size += count;
	}

	/**
	 * Return how many bytes are ready.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Hand out the bytes that are ready, and go on with none.
	 */
	void drainTo(DeflateOutput out) {
		if (this.size > 0) {
			out.room(this.size).put(this.bytes, 0, this.size);
			out.written(this.size);
			this.size = 0;
		}
	}

}
