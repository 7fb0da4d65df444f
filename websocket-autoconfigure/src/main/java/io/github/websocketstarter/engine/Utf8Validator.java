package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;

/**
 * Checks text to be UTF-8 (RFC 3629) over any number of pieces and fails at the first
 * byte that proves otherwise. Not thread-safe.
 */
public final class Utf8Validator {

	private static final long HIGH_BITS = 0x8080808080808080L;

	// Inside a character: how many continuation bytes are due, and the range of the next.
	private int due;

	private int lowest;

	private int highest;

	/**
	 * Check the next piece.
	 * @param bytes the buffer
	 * @param from the index of the first byte
	 * @param to the index after the last byte
	 * @return whether the text can still be valid
	 */
	public boolean accept(ByteBuffer bytes, int from, int to) {
		int index = from;
		while (index < to) {
			if (this.due == 0) {
				while (index < to - 7 && (bytes.getLong(index) & HIGH_BITS) == 0) {
					index += 8;
				}
				if (index == to) {
					break;
				}
			}
			if (!accept(bytes.get(index++) & 0xFF)) {
				return false;
			}
		}
		return true;
	}

	private boolean accept(int b) {
		if (this.due > 0) {
			if (b < this.lowest || b > this.highest) {
				return false;
			}
			expect(this.due - 1, 0x80, 0xBF);
			return true;
		}
		if (b < 0x80) {
			return true;
		}
		if (b < 0xC2 || b > 0xF4) {
			return false;
		}
		if (b < 0xE0) {
			expect(1, 0x80, 0xBF);
		}
		else if (b < 0xF0) {
			expect(2, (b == 0xE0) ? 0xA0 : 0x80, (b == 0xED) ? 0x9F : 0xBF);
		}
		else {
			expect(3, (b == 0xF0) ? 0x90 : 0x80, (b == 0xF4) ? 0x8F : 0xBF);
		}
		return true;
	}

	private void expect(int due, int lowest, int highest) {
		this.due = due;
		this.lowest = lowest;
		this.highest = highest;
	}

	/**
	 * End the text and make ready for the next one.
	 * @return whether the text did not end inside a character
	 */
	public boolean end() {
		boolean complete = this.due == 0;
		this.due = 0;
		return complete;
	}

}
