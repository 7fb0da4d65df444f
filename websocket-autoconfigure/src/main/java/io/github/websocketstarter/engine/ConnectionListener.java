package io.github.websocketstarter.engine;

import io.github.websocketstarter.WebSocketConnection;

/**
 * Is told of all connections. Called on event loops, so it must not block.
 */
@FunctionalInterface
public interface ConnectionListener {

	/** Tells nobody. */
	ConnectionListener NOBODY = (connection) -> {
	};

	/**
	 * A connection has opened; its handler begins afterwards. Its token tells when it
	 * closes.
	 * @param connection the connection
	 */
	void opened(WebSocketConnection connection);

}
