package io.github.websocketstarter.engine.netty;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait to be sent on all connections together, in bytes. Touched only where
 * something waits. Thread-safe.
 */
final class Budget {

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	Budget(long limit) {
		this.limit = limit;
	}

	boolean tryTake(long bytes) {
		if (this.used.addAndGet(bytes) <= this.limit) {
			return true;
		}
		this.used.addAndGet(-bytes);
		return false;
	}

	/**
	 * Take what is there already, whether or not it is too much.
	 */
	void take(long bytes) {
		this.used.addAndGet(bytes);
	}

	void giveBack(long bytes) {
		this.used.addAndGet(-bytes);
	}

	long used() {
		return this.used.get();
	}

}
