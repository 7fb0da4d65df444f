package io.github.websocketstarter;

/**
 * What becomes of a message for a peer that is too slow: when more waits for it already
 * than {@code websocket.outbound.max-bytes}, or for all peers together more than
 * {@code websocket.outbound.budget}. Set by {@code websocket.outbound.overflow}.
 * <p>
 * Sources ({@link WebSocketConnection#send(org.reactivestreams.Publisher)}) are asked for
 * messages as the peer takes them, so with {@link #SUSPEND} and {@link #CLOSE} they never
 * have too many.
 *
 * @since 0.1.0
 */
public enum OutboundOverflow {

	/**
	 * Who sends waits: the returned {@code Mono} completes later. At most 64 single
	 * messages wait beyond the limit; one more closes the connection with 1013. What is
	 * sent to many waits for nobody, so such a message is dropped here.
	 */
	SUSPEND,

	/** The connection is closed with 1013, the default. */
	CLOSE,

	/**
	 * The messages that have waited longest are dropped. Sources are asked for all that
	 * they have.
	 */
	DROP_OLDEST,

	/** The message is dropped. Sources are asked for all that they have. */
	DROP_NEWEST;

	/**
	 * Return whether messages are dropped rather than anybody made to wait.
	 * @return whether this is one of the two that drop
	 */
	public boolean drops() {
		return this == DROP_OLDEST || this == DROP_NEWEST;
	}

}
