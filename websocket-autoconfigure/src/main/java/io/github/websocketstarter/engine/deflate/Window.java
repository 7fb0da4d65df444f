package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that were received last, as far back as a message may refer. It grows with
 * what is received until it has the size of the window; from then on the newest bytes
 * replace the oldest.
 */
final class Window {

	private static final int SMALLEST = 256;

	private final int largest;

	private byte[] bytes = {};

	// Where the next byte goes, and how many there have been, no more than the window.
	private int position;

	private int filled;

	/**
	 * Create a window.
	 * @param windowBits its size, as the power of two of a number of bytes
	 */
	Window(int windowBits) {
		this.largest = 1 << windowBits;
	}

	/**
	 * Forget everything. What was allocated stays.
	 */
	void clear() {
		this.position = 0;
		this.filled = 0;
	}

	/**
	 * Forget what can be referred to.
	 */
	void forget() {
		this.filled = 0;
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return the index of the next byte.
	 */
	int position() {
		return this.position;
	}

	/**
	 * Return how far back the next byte may refer.
	 */
	int filled() {
		return this.filled;
	}

	/**
	 * Return how many bytes can be written in a row, at least one.
	 */
	int room() {
		int size = this.bytes.length;
		if (this.position == size) {
			if (size < this.largest) {
				size = Math.max(SMALLEST, 2 * size);
				this.bytes = Arrays.copyOf(this.bytes, size);
			}
			else {
				this.position = 0;
			}
		}
		return size - this.position;
	}

	/**
	 * Keep bytes that were written from the position on.
	 */
	void written(int count) {
		this.position += count;
		this.filled = Math.min(this.filled + count, this.largest);
	}

	/**
	 * Repeat bytes, for which there is room.
	 * @param distance how far back the first one is
	 * @param count how many bytes to write
	 */
	void repeat(int distance, int count) {
		int at = this.position;
		int from = at - distance;
		int left = count;
		written(count);
		if (from < 0) {
			// the older ones are at the other end
			from += this.bytes.length;
			int older = Math.min(left, this.bytes.length - from);
			System.arraycopy(this.bytes, from, this.bytes, at, older);
			at += older;
			left -= older;
			from = 0;
		}
		if (distance >= left) {
			System.arraycopy(this.bytes, from, this.bytes, at, left);
			return;
		}
		for (; left > 0; left--) {
			this.bytes[at++] = this.bytes[from++];
		}
	}

	/**
	 * Copy the bytes that were written last, in a row.
	 */
	void copyTo(ByteBuffer out, int count) {
		out.put(this.bytes, this.position - count, count);
	}

}
