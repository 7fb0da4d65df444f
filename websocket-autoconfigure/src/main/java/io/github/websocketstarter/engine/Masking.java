package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;

/**
 * Masks and unmasks payload (RFC 6455 §5.3).
 */
public final class Masking {

	private Masking() {
	}

	/**
	 * Apply a masking key in place, eight bytes at a time.
	 * @param bytes the buffer, big endian
	 * @param from the index of the first byte
	 * @param to the index after the last byte
	 * @param key the masking key, its first byte highest
	 * @param offset how many bytes of the frame's payload are before {@code from}
	 */
	public static void apply(ByteBuffer bytes, int from, int to, int key, long offset) {
		int rotated = Integer.rotateLeft(key, (int) (offset & 3) << 3);
		if (rotated == 0) {
			return;
		}
		long wide = ((long) rotated << 32) | (rotated & 0xFFFFFFFFL);
		int index = from;
		for (int end = to - 7; index < end; index += 8) {
			bytes.putLong(index, bytes.getLong(index) ^ wide);
		}
		for (int shift = 56; index < to; index++, shift -= 8) {
			bytes.put(index, (byte) (bytes.get(index) ^ (wide >>> shift)));
		}
	}

}
