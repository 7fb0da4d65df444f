package io.github.websocketstarter.endpoint;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Thrown for a message that an endpoint has no {@link OnMessage} method for. If no
 * {@link OnError} method handles it, the connection is closed with 1003.
 *
 * @since 0.1.0
 */
public final class UnsupportedMessageException extends RuntimeException {

	private final WebSocketMessage.Type type;

	/**
	 * Create the exception.
	 * @param message what is missing
	 * @param type the type of the message
	 */
	public UnsupportedMessageException(String message, WebSocketMessage.Type type) {
		super(message);
		this.type = type;
	}

	/**
	 * Return the type of the message.
	 * @return {@code TEXT} or {@code BINARY}
	 */
	public WebSocketMessage.Type getType() {
		return this.type;
	}

}
