package io.github.websocketstarter.broadcast.redis;

/**
 * Redis does not take a message now.
 */
final class RedisAwayException extends RuntimeException {

	RedisAwayException(String message) {
		// Many may come at once, and the place tells nothing.
		super(message, null, false, false);
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
