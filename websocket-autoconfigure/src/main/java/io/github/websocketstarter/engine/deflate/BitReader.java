package io.github.websocketstarter.engine.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that become bits, the lowest bit first. Up to seven bytes are taken ahead, so
 * bits are at hand when the bytes are already gone.
 */
final class BitReader {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	// The bits at hand, the next one lowest, zeros above, and how many.
	private long bits;

	private int count;

	void clear() {
		this.bits = 0;
		this.count = 0;
	}

	long bits() {
		return this.bits;
	}

	int count() {
		return this.count;
	}

	/**
	 * Have at least 56 bits at hand, or all that there are.
	 */
	void fill(ByteBuffer in) {
		int from = in.position();
		if (in.limit() - from >= Long.BYTES) {
			int taken = (Long.SIZE - 1 - this.count) >> 3;
			this.bits |= (long) LONGS.get(in, from) << this.count;
			this.count += taken * Byte.SIZE;
			this.bits &= -1L >>> (Long.SIZE - this.count);
			in.position(from + taken);
			return;
		}
		while (this.count <= Long.SIZE - Byte.SIZE && in.hasRemaining()) {
			this.bits |= (in.get() & 0xFFL) << this.count;
			this.count += Byte.SIZE;
		}
	}

	/**
	 * Return whether there are so many bits, at most 56.
	 */
	boolean has(int wanted, ByteBuffer in) {
		if (this.count < wanted) {
			fill(in);
		}
		return this.count >= wanted;
	}

	/**
	 * Take bits that are there.
	 */
	int take(int wanted) {
		int taken = (int) this.bits & ((1 << wanted) - 1);
		drop(wanted);
		return taken;
	}

	void drop(int unwanted) {
		this.bits >>>= unwanted;
		this.count -= unwanted;
	}

	/**
	 * Go on with what is left of the bits at hand.
	 */
	void restore(long leftBits, int leftCount) {
		this.bits = leftBits;
		this.count = leftCount;
	}

	/**
	 * Drop what is left of a byte.
	 */
	void align() {
		drop(this.count & 7);
	}

}
