package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.CancellationTokenSource;

/**
 * How long an exchange may take, from the arrival of its request. Safe for use by several
 * threads.
 */
final class RequestTimeout {

	private final CancellationTokenSource source = new CancellationTokenSource();

	private final Instant start;

	// Guarded by this.
	private boolean changed;

	// Guarded by this.
	private boolean over;

	RequestTimeout(Instant start) {
		this.start = start;
	}

	CancellationToken token() {
		return this.source.token();
	}

	/**
	 * Set the limit that holds unless it is changed.
	 */
	synchronized void begin(Duration limit) {
		if (!this.changed) {
			change(limit);
		}
	}

	/**
	 * Change the limit, unless the token is cancelled or the exchange is over.
	 */
	synchronized void change(Duration limit) {
		this.changed = true;
		if (this.over) {
			return;
		}
		Duration elapsed = Duration.between(this.start, Instant.now());
		// The clock may have been set back.
		Duration left = elapsed.isNegative() ? limit : limit.minus(elapsed);
		this.source.cancelAfter(left.isNegative() ? Duration.ZERO : left);
	}

	/**
	 * The exchange is over in time.
	 */
	synchronized void stop() {
		this.over = true;
		this.source.cancelAfter(ChronoUnit.FOREVER.getDuration());
	}

}
