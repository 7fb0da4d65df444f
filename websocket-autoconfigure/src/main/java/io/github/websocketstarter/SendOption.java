package io.github.websocketstarter;

import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * How one message is sent.
 *
 * @since 0.1.0
 */
public enum SendOption {

	/**
	 * Send the message as it is although compression was agreed: for what does not
	 * compress, and for a secret next to what an attacker chooses (CRIME, BREACH).
	 * Mirrors {@code WebSocketMessageFlags.DisableCompression}.
	 */
	DISABLE_COMPRESSION;

	/**
	 * Mark a message for {@code send(Publisher)}, also that of a plain
	 * {@code WebSocketSession}, where options cannot be given.
	 * @param message the message
	 * @return a message of the same type with the same payload, sent with this option
	 */
	public WebSocketMessage on(WebSocketMessage message) {
		Assert.notNull(message, "'message' must not be null");
		return new WebSocketMessage(message.getType(), message.getPayload(), this);
	}

}
