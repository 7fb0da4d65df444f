package io.github.websocketstarter;

/**
 * Who answers the peer's Close frame.
 *
 * @since 0.1.0
 */
public enum CloseReply {

	/**
	 * The peer's Close frame is answered at once with the same status code, and the
	 * connection ends. The default.
	 */
	AUTOMATIC,

	/**
	 * The handler answers, as in ASP.NET Core: after {@code receive()} has completed it
	 * may go on sending in {@link WebSocketState#CLOSE_RECEIVED} until it closes the
	 * connection, completes, or {@code websocket.close-timeout} is over.
	 */
	MANUAL

}
