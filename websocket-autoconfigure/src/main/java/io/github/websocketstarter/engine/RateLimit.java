package io.github.websocketstarter.engine;

/**
 * How much a peer may send within a second. What is 0 has no limit.
 *
 * @param messages the number of messages
 * @param bytes how much on the wire, bytes
 * @param smallFrames the number of control frames, and of frames with little payload that
 * are not a whole message
 */
public record RateLimit(int messages, long bytes, int smallFrames) {

	/** The limits of an application that sets nothing. */
	public static final RateLimit DEFAULTS = new RateLimit(0, 0, 10_000);

	/** No limits. */
	public static final RateLimit NONE = new RateLimit(0, 0, 0);

	/**
	 * Return whether there is a limit at all.
	 * @return whether one of the numbers is not 0
	 */
	public boolean isLimited() {
		return this.messages > 0 || this.bytes > 0 || this.smallFrames > 0;
	}

}
