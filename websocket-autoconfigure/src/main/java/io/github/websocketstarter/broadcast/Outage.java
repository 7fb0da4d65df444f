package io.github.websocketstarter.broadcast;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs when the backplane goes away and when it is back, once each, and counts what is
 * lost meanwhile. Thread-safe.
 */
final class Outage {

	private static final Log logger = LogFactory.getLog(Backplane.class);

	private final AtomicBoolean away = new AtomicBoolean();

	private final AtomicLong lost = new AtomicLong();

	boolean isOver() {
		return !this.away.get();
	}

	void begin(Throwable cause) {
		if (this.away.compareAndSet(false, true)) {
			logger.warn("The backplane is away. Messages to other instances are lost until it is back: " + cause);
		}
	}

	void count() {
		this.lost.incrementAndGet();
	}

	void end() {
		if (this.away.compareAndSet(true, false)) {
			logger.info("The backplane is back. Messages to other instances that were lost: " + this.lost.getAndSet(0));
		}
	}

}
