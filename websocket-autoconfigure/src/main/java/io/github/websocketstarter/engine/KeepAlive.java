package io.github.websocketstarter.engine;

/**
 * Decides when a keep-alive frame is due and when a peer is lost or idle, as .NET's
 * {@code KeepAliveInterval} and {@code KeepAliveTimeout} do. All times are nanoseconds of
 * one clock; 0 switches a function off. While the connection is not read, because the
 * application does not read, deadlines stand still. Not thread-safe.
 */
public final class KeepAlive {

	private final long interval;

	private final long timeout;

	private final long idleTimeout;

	// When the last byte arrived, moved on by pauses.
	private long received;

	// When the last unsolicited PONG was due.
	private long pong;

	// When the PING that waits for its PONG was sent, moved on by pauses.
	private long pinged;

	private boolean waiting;

	// The payload of that PING; other PINGs may have taken later numbers.
	private long expected;

	private long counter;

	private long pausedAt;

	private boolean paused;

	/**
	 * What is due.
	 */
	public enum Due {

		/** Nothing. */
		NOTHING,

		/** An unsolicited PONG without payload. */
		PONG,

		/** A PING with the payload {@link #expected()}. */
		PING,

		/** The end: no PONG came in time. */
		LOST,

		/** The end: nothing at all came in time. */
		IDLE

	}

	/**
	 * Start now.
	 * @param interval the time between keep-alive frames
	 * @param timeout the time to wait for a PONG; 0 to send unsolicited PONGs
	 * @param idleTimeout the time after which a silent peer is idle
	 * @param now the current time
	 */
	public KeepAlive(long interval, long timeout, long idleTimeout, long now) {
		this.interval = interval;
		this.timeout = timeout;
		this.idleTimeout = idleTimeout;
		this.received = now;
		this.pong = now;
	}

	/**
	 * Return how often {@link #check} wants to be called.
	 * @return at most an eighth of the shortest time, so that a frame and a timeout
	 * together are late by at most a quarter; 0 for never
	 */
	public long tick() {
		long shortest = Long.MAX_VALUE;
		for (long time : new long[] { this.interval, (this.interval > 0) ? this.timeout : 0, this.idleTimeout }) {
			shortest = (time > 0) ? Math.min(shortest, time) : shortest;
		}
		return (shortest != Long.MAX_VALUE) ? Math.max(shortest / 8, 1) : 0;
	}

	/**
	 * Return whether it matters when bytes arrive and whether the connection is read.
	 * @return {@code false} if {@link #received} and {@link #reading} need not be called
	 */
	public boolean isListening() {
		return this.idleTimeout > 0 || (this.interval > 0 && this.timeout > 0);
	}

	/**
	 * Bytes arrived.
	 * @param now the current time
	 */
	public void received(long now) {
		this.received = now;
	}

	/**
	 * A PONG arrived.
	 * @param payload its payload if it has 8 bytes, else -1
	 */
	public void pong(long payload) {
		if (this.waiting && payload == this.expected) {
			this.waiting = false;
		}
	}

	/**
	 * The connection is no longer read, or read again.
	 * @param reading whether it is read
	 * @param now the current time
	 */
	public void reading(boolean reading, long now) {
		if (!reading && !this.paused) {
			this.pausedAt = now;
		}
		else if (reading && this.paused) {
			long pause = now - this.pausedAt;
			this.received += pause;
			this.pinged += pause;
		}
		this.paused = !reading;
	}

	/**
	 * Find out what is due and take it as done.
	 * @param now the current time
	 * @param canSend whether a frame may be sent; without, a peer that is silent for the
	 * interval and the timeout is lost
	 * @return what is due
	 */
	public Due check(long now, boolean canSend) {
		if (this.idleTimeout > 0 && !this.paused && now - this.received > this.idleTimeout) {
			this.received = now;
			return Due.IDLE;
		}
		if (this.interval == 0) {
			return Due.NOTHING;
		}
		if (this.timeout == 0) {
			return checkPong(now, canSend);
		}
		if (this.waiting) {
			return (!this.paused && now - this.pinged > this.timeout) ? Due.LOST : Due.NOTHING;
		}
		long silence = this.paused ? 0 : now - this.received;
		if (!canSend) {
			return (silence > this.interval + this.timeout) ? Due.LOST : Due.NOTHING;
		}
		if (silence <= this.interval) {
			return Due.NOTHING;
		}
		this.waiting = true;
		this.pinged = now;
		this.expected = next();
		return Due.PING;
	}

	private Due checkPong(long now, boolean canSend) {
		if (now - this.pong < this.interval) {
			return Due.NOTHING;
		}
		this.pong = now;
		return canSend ? Due.PONG : Due.NOTHING;
	}

	/**
	 * Return the payload of the PING that is due or waits for its PONG.
	 * @return the number, as eight bytes on the wire
	 */
	public long expected() {
		return this.expected;
	}

	/**
	 * Take the payload for the next PING.
	 * @return 1 for the first one, one more for each
	 */
	public long next() {
		return ++this.counter;
	}

}
