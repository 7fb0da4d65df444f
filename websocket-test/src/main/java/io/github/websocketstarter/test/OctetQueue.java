package io.github.websocketstarter.test;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Octets that were received and not yet read.
 */
final class OctetQueue {

	private final Deque<byte[]> chunks = new ArrayDeque<>();

	// octets of the first chunk that have been read
	private int offset;

	boolean isEmpty() {
		return this.chunks.isEmpty();
	}

	void add(byte[] chunk) {
		if (chunk.length > 0) {
			this.chunks.add(chunk);
		}
	}

	/**
	 * Take what is there.
	 * @param target where to put the octets
	 * @param start where to put the first
	 * @param length how many there is room for
	 * @return how many octets
	 */
	int take(byte[] target, int start, int length) {
		int taken = 0;
		while (taken < length && !this.chunks.isEmpty()) {
			byte[] first = this.chunks.element();
			int count = Math.min(length - taken, first.length - this.offset);
			System.arraycopy(first, this.offset, target, start + taken, count);
			taken += count;
			this.offset += count;
			if (this.offset == first.length) {
				this.chunks.remove();
				this.offset = 0;
			}
		}
		return taken;
	}

}
