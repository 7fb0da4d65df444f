package io.github.websocketstarter;

/**
 * The states of a {@linkplain WebSocketConnection WebSocket connection}, as in
 * {@code System.Net.WebSockets.WebSocketState}; a server's connection starts
 * {@link #OPEN}.
 *
 * @since 0.1.0
 */
public enum WebSocketState {

	/**
	 * Neither side has sent a Close frame: messages go both ways.
	 */
	OPEN,

	/**
	 * This side has sent its Close frame and the peer has not: messages are still
	 * received, none can be sent.
	 */
	CLOSE_SENT,

	/**
	 * The peer has sent its Close frame and this side has not: messages can be sent, none
	 * are received. Only seen under {@link CloseReply#MANUAL}.
	 */
	CLOSE_RECEIVED,

	/**
	 * Both Close frames were exchanged.
	 */
	CLOSED,

	/**
	 * The connection ended without the closing handshake: reset or lost by the peer,
	 * timed out, ended for a protocol violation, or
	 * {@linkplain WebSocketConnection#abort() aborted} here.
	 */
	ABORTED;

	/**
	 * Return whether this state is final.
	 * @return {@code true} for {@link #CLOSED} and {@link #ABORTED}
	 */
	public boolean isTerminal() {
		return this == CLOSED || this == ABORTED;
	}

	/**
	 * Return whether messages can be sent in this state.
	 * @return {@code true} for {@link #OPEN} and {@link #CLOSE_RECEIVED}
	 */
	public boolean canSend() {
		return this == OPEN || this == CLOSE_RECEIVED;
	}

	/**
	 * Return whether messages can arrive in this state.
	 * @return {@code true} for {@link #OPEN} and {@link #CLOSE_SENT}
	 */
	public boolean canReceive() {
		return this == OPEN || this == CLOSE_SENT;
	}

}
