package io.github.websocketstarter.broadcast.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what Redis was given and has not confirmed: while it is away, its client keeps
 * all of that. Thread-safe.
 */
final class InFlight {

	private static final int MOST_MESSAGES = 1024;

	/** Bytes beyond which only a single message passes. */
	private static final long MOST_BYTES = 16 * 1024 * 1024;

	private final AtomicInteger messages = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * Add a message.
	 * @param size its size in bytes
	 * @return whether there was room for it; if so, it must {@link #leave} later
	 */
	boolean enter(int size) {
		boolean few = this.messages.incrementAndGet() <= MOST_MESSAGES;
		long total = this.bytes.addAndGet(size);
		boolean room = few && (total <= MOST_BYTES || total == size);
		if (!room) {
			leave(size);
		}
		return room;
	}

	void leave(int size) {
		this.messages.decrementAndGet();
		this.bytes.addAndGet(-size);
	}

}
