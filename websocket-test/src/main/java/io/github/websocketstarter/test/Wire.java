package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;

/**
 * A stream of octets in each direction: a TCP connection, or a stream of an HTTP/2
 * connection. For one reader and one writer at a time; {@link #reset()} and
 * {@link #close()} may come from any thread.
 */
interface Wire {

	/**
	 * Read what is there, or wait for it. What is read lets the server send more.
	 * @param target where to put the octets
	 * @param offset where to put the first
	 * @param length how many there is room for, at least 1
	 * @param deadline until when to wait
	 * @return how many were read, or -1 if the server has ended its side
	 */
	int read(byte[] target, int offset, int length, Deadline deadline) throws SocketTimeoutException;

	/**
	 * Return how the server ended its side, once {@link #read} has returned -1.
	 * @return the end
	 */
	End end();

	/**
	 * Write octets, as soon as the server takes them. Writing does not fail when the
	 * server has gone.
	 * @param octets what holds the octets
	 * @param offset where the first is
	 * @param length how many there are
	 */
	void write(byte[] octets, int offset, int length);

	/** End our side in good order; receiving goes on. */
	void shutdownOutput();

	/** Drop both sides. */
	void reset();

	/** Close both sides. */
	void close();

}
