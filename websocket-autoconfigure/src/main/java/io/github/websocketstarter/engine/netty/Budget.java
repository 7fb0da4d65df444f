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
		long now = this.used.get();
		while (now + bytes <= this.limit) {
			if (this.used.compareAndSet(now, now + bytes)) {
				return true;
			}
			now = this.used.get();
		}
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
