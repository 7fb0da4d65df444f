package io.github.websocketstarter.engine;

/**
 * How many connections may be open. What is 0 has no limit.
 *
 * @param total all together
 * @param perUser those of one user
 * @param perAddress those from one IP address, or one network of 64 bits of IPv6
 */
public record ConnectionLimits(int total, int perUser, int perAddress) {

	/** No limits. */
	public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, 0);

}
