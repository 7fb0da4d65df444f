package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;

/**
 * One version of HTTP as a {@link RawConnection} speaks it.
 */
interface Link {

	/**
	 * Send a request and read the answer.
	 * @param request the request
	 * @param deadline until when to wait
	 * @return the answer
	 */
	HttpAnswer exchange(HttpRequest request, Deadline deadline) throws SocketTimeoutException;

	/**
	 * Check that the server has agreed to an opening handshake.
	 * @param request the handshake
	 * @param answer its answer
	 */
	void check(HttpRequest request, HttpAnswer answer);

	/**
	 * Return what the last exchange, and the WebSocket that it may have opened, runs
	 * over.
	 * @return the reader of its octets
	 */
	WireReader reader();

	/** Drop the TCP connection, without waiting for those who write. */
	void abort();

	/** Close what this connection has opened. */
	void close();

}
