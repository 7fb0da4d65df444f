package io.github.websocketstarter.cancellation;

/**
 * Why the connection of a client ended. If there are several reasons, the first wins.
 *
 * @since 0.1.0
 * @see DisconnectToken#reason()
 */
public enum DisconnectReason {

	/**
	 * The peer sent a Close frame.
	 */
	PEER_CLOSED,

	/**
	 * The peer reset the connection (TCP RST).
	 */
	PEER_RESET,

	/**
	 * The peer ended the connection or the stream without a Close frame.
	 */
	PEER_EOF,

	/**
	 * The peer did not answer a PING within {@code websocket.keep-alive-timeout}.
	 */
	KEEP_ALIVE_TIMEOUT,

	/**
	 * Nothing was received for {@code websocket.idle-timeout}.
	 */
	IDLE_TIMEOUT,

	/**
	 * The peer did not answer our Close frame within {@code websocket.close-timeout}.
	 */
	CLOSE_TIMEOUT,

	/**
	 * The peer broke the protocol, including text that is not UTF-8 and corrupt
	 * compressed data.
	 */
	PROTOCOL_ERROR,

	/**
	 * The peer sent a message or a frame that is larger than allowed, or one in too many
	 * fragments.
	 */
	TOO_BIG,

	/**
	 * The peer sent more within a second than {@code websocket.rate-limit} allows.
	 */
	LIMIT_EXCEEDED,

	/**
	 * The peer read so slowly that its outbound queue was full.
	 */
	SLOW_CONSUMER,

	/**
	 * Reading or writing failed by something else than a reset, such as TLS.
	 */
	TRANSPORT_ERROR,

	/**
	 * The handler of the connection failed.
	 */
	HANDLER_ERROR,

	/**
	 * The server is shutting down.
	 */
	SHUTDOWN,

	/**
	 * The connection reached {@code websocket.max-connection-age}.
	 */
	MAX_AGE,

	/**
	 * The application aborted or reset the connection.
	 */
	ABORTED,

	/**
	 * This side ended the connection in good order: the handler completed or the
	 * application closed.
	 */
	COMPLETED

}
