package io.github.websocketstarter.engine;

import io.github.websocketstarter.WebSocketConnection;

/**
 * Is told of all connections. Called on event loops, so it must not block.
 */
@FunctionalInterface
public interface ConnectionListener {

	/** Tells nobody. */
	ConnectionListener NOBODY = (connection) -> () -> {
	};

	/**
	 * A connection has opened; its handler begins afterwards.
	 * @param connection the connection
	 * @return called once, when the connection closes, before anybody else is told
	 */
	Runnable opened(WebSocketConnection connection);

}
