package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.FrameReader;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.RateMeter;
import io.github.websocketstarter.engine.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose peer sends more than it may. Looks at the clock once for all
 * that one read has brought, and only if something counts. Used on the event loop only.
 */
final class Rates {

	private final Socket socket;

	private final RateMeter meter;

	// When the last read came; 0 until somebody asks.
	private long now;

	// Since when the transport is not read; 0 while it is.
	private long paused;

	private Rates(Socket socket, RateMeter meter) {
		this.socket = socket;
		this.meter = meter;
	}

	/**
	 * Return what watches over a connection, or {@code null} if nothing is limited.
	 */
	static @Nullable Rates of(Socket socket, RateLimit limit) {
		return limit.isLimited() ? new Rates(socket, new RateMeter(limit)) : null;
	}

	/**
	 * Bytes were read.
	 * @return whether to go on with them
	 */
	boolean received(int bytes) {
		this.now = 0;
		return !this.meter.countsBytes() || check(this.meter.bytes(bytes, now()));
	}

	/**
	 * A frame's header is complete.
	 * @return whether to go on with the frame
	 */
	boolean frame(FrameReader header) {
		return !this.meter.counts(header) || check(this.meter.frame(header, now()));
	}

	/**
	 * Whether the transport is read from now on. What comes after a pause has come during
	 * it, too.
	 */
	void reading(boolean reading) {
		if (!reading && this.paused == 0 && this.meter.hasCounted()) {
			this.paused = clock();
		}
		else if (reading && this.paused != 0) {
			creditPause(clock());
			this.paused = 0;
		}
	}

	private boolean check(@Nullable Violation violation) {
		if (violation != null) {
			this.socket.violated(violation);
		}
		return violation == null;
	}

	private long now() {
		if (this.now == 0) {
			this.now = clock();
			if (this.paused != 0) {
				// It has waited here, or was on its way when the pause began.
				creditPause(this.now);
			}
		}
		return this.now;
	}

	private void creditPause(long until) {
		this.meter.paused(until - this.paused, until);
		this.paused = until;
	}

	// Any other number is as good as 0.
	private static long clock() {
		return System.nanoTime() | 1;
	}

}
