package io.github.websocketstarter.broadcast;

/**
 * Tells what was received already, by the numbers that its sender has given. Threads of
 * the sender may overtake each other by less than {@value #SIZE} numbers; what comes
 * later than that counts as received. Used by one thread at a time.
 */
final class SequenceWindow {

	private static final int SIZE = 4096;

	/** Which of the last numbers were received: a number's bit is its remainder. */
	private final long[] received = new long[SIZE / Long.SIZE];

	/** The highest number that was received, 0 for none. */
	private long highest;

	/**
	 * Receive a number.
	 * @param number the number
	 * @return whether it is the first time
	 */
	boolean receive(long number) {
		if (number <= 0 || this.highest - number >= SIZE) {
			return false;
		}
		forget(number);
		int word = (int) (number % SIZE) / Long.SIZE;
		long bit = 1L << number;
		boolean first = (this.received[word] & bit) == 0;
		this.received[word] |= bit;
		this.highest = Math.max(this.highest, number);
		return first;
	}

	// Those that drop out of the window make room for those up to a new highest one.
	private void forget(long number) {
		if (number <= this.highest) {
			return;
		}
		long from = Math.max(this.highest + 1, number - SIZE + 1);
		for (long left = number - from; left >= 0; left--) {
			long each = number - left;
			this.received[(int) (each % SIZE) / Long.SIZE] &= ~(1L << each);
		}
	}

}
