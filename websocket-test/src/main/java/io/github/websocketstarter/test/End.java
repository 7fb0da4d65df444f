package io.github.websocketstarter.test;

/**
 * How the server ended its side of the TCP stream.
 *
 * @since 0.1.0
 */
public enum End implements Received {

	/**
	 * A FIN: everything the server sent has arrived.
	 */
	EOF,

	/**
	 * An RST: the server has dropped the connection, data may have been lost.
	 */
	RESET

}
