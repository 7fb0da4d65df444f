package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up when a {@link WebSocketEndpoint} cannot be served as it is declared.
 *
 * @since 0.1.0
 */
public final class InvalidEndpointException extends IllegalStateException {

	private final String action;

	/**
	 * Create the exception.
	 * @param message which bean is wrong and how
	 * @param action what to change
	 * @param cause the cause, if any
	 */
	public InvalidEndpointException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * Return what to change.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
