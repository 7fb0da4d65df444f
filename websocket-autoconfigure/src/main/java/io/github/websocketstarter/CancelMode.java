package io.github.websocketstarter;

/**
 * What becomes of a connection when its application cancels a pending operation: the
 * subscription to what {@code receive}, {@code receiveStreams}, {@code send},
 * {@code sendStream}, {@code ping}, {@code close} or {@code closeOutput} returns.
 *
 * @since 0.1.0
 */
public enum CancelMode {

	/**
	 * The connection stays as it is, and only the waiting ends. A later subscriber to
	 * {@code receive} goes on where the cancelled one stopped; a message that was
	 * accepted is still sent; the closing handshake goes on. Only a message of
	 * {@code sendStream} that has begun cannot be left unfinished: the connection closes
	 * with 1011. The default.
	 */
	DETACH,

	/**
	 * The connection is aborted, as in .NET, where a cancellation token that fires during
	 * an operation aborts the {@code WebSocket}. Operators that cancel, such as
	 * {@code take}, {@code next} and {@code timeout}, abort it, too.
	 */
	ABORT

}
