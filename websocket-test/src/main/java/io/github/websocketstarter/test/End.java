package io.github.websocketstarter.test;

/**
 * How the server ended its side of the TCP connection, or of its HTTP/2 stream.
 *
 * @since 0.1.0
 */
public enum End implements Received {

	/**
	 * A FIN or END_STREAM: everything the server sent has arrived.
	 */
	EOF,

	/**
	 * An RST or RST_STREAM with CANCEL: the server has dropped the connection, data may
	 * have been lost. Also the end of the TCP connection before that of the stream.
	 */
	RESET

}
