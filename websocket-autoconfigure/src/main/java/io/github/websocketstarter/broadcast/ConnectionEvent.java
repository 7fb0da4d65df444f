package io.github.websocketstarter.broadcast;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * A change among the open connections of this instance.
 *
 * @param type what has happened
 * @param connection the connection
 * @param group the group that it has joined or left; {@code null} for other events
 * @since 0.1.0
 */
public record ConnectionEvent(Type type, WebSocketConnection connection, @Nullable String group) {

	/**
	 * What has happened.
	 */
	public enum Type {

		/** The connection has opened. */
		OPENED,

		/** The connection has joined a group. */
		JOINED,

		/** The connection has left a group, by itself or because it has closed. */
		LEFT,

		/** The connection has closed; its {@code disconnected()} token tells why. */
		CLOSED

	}

}
