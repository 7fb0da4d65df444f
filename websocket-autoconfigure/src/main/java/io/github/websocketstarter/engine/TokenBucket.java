package io.github.websocketstarter.engine;

/**
 * Lets through as much a second as its rate, and after a while without anything as much
 * as that at once. Not thread-safe.
 */
final class TokenBucket {

	private static final double SECOND = 1e9;

	private final long rate;

	// More than the rate only after a credit.
	private double tokens;

	private long filled;

	private long credited;

	/**
	 * Create a full bucket.
	 * @param rate how much a second to let through
	 * @param now the time, ns
	 */
	TokenBucket(long rate, long now) {
		this.rate = rate;
		this.tokens = rate;
		this.filled = now;
		this.credited = now;
	}

	/**
	 * Take tokens out.
	 * @param amount how many
	 * @param now the time, ns
	 * @return whether there were as many
	 */
	boolean take(long amount, long now) {
		if (now - this.filled > 0) {
			double earned = (now - this.filled) / SECOND * this.rate;
			// What was credited lapses, or it would be saved up.
			double most = (now - this.credited > SECOND) ? this.rate : Math.max(this.rate, this.tokens);
			this.tokens = Math.min(most, this.tokens + earned);
			this.filled = now;
		}
		if (this.tokens < amount) {
			return false;
		}
		this.tokens -= amount;
		return true;
	}

	/**
	 * Add what was earned meanwhile even if the bucket becomes more than full, for a
	 * second.
	 * @param time the time that has passed, ns
	 * @param now the time, ns
	 */
	void credit(long time, long now) {
		this.tokens += time / SECOND * this.rate;
		this.filled += time;
		this.credited = now;
	}

}
