package io.github.websocketstarter;

/**
 * A message was not sent because the peer is too slow; its connection stays open. Has no
 * stack trace.
 *
 * @since 0.1.0
 * @see OutboundOverflow
 */
public final class MessageDroppedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message which message was dropped, and why
	 */
	public MessageDroppedException(String message) {
		super(message, null, false, false);
	}

}
