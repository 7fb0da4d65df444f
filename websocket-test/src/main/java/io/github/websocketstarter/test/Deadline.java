package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The moment until which the reads of one expectation may wait.
 *
 * @param end the moment as of {@link System#nanoTime()}
 */
record Deadline(long end) {

	/** So far away that nothing waits until then. */
	static final Deadline NEVER = after(Duration.ofDays(365));

	static Deadline after(Duration timeout) {
		return new Deadline(System.nanoTime() + timeout.toNanos());
	}

	boolean isOver() {
		return this.end - System.nanoTime() <= 0;
	}

	/** Milliseconds left as a socket timeout, at least 1. */
	int remaining() throws SocketTimeoutException {
		long left = this.end - System.nanoTime();
		if (left <= 0) {
			throw new SocketTimeoutException();
		}
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / 1_000_000));
	}

}
