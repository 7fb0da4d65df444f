package io.github.websocketstarter;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * Thrown by an operation that needs a connection in another state: it was closed,
 * aborted, lost, or its handler has already ended. Nothing is changed by the failed
 * operation.
 *
 * @since 0.1.0
 */
public final class WebSocketClosedException extends IllegalStateException {

	private final CloseStatus status;

	/**
	 * Create the exception.
	 * @param message what was attempted and in which state the connection is
	 * @param status how the connection was closed, 1006 if without the closing handshake
	 * @param cause what ended the connection, if known
	 */
	public WebSocketClosedException(String message, CloseStatus status, @Nullable Throwable cause) {
		super(message, cause);
		this.status = status;
	}

	/**
	 * Return how the connection was closed.
	 * @return the status; {@link CloseStatus#NO_CLOSE_FRAME} (1006) if the connection
	 * ended without the closing handshake
	 */
	public CloseStatus getStatus() {
		return this.status;
	}

}
