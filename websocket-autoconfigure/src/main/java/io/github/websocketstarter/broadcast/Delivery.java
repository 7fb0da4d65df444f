package io.github.websocketstarter.broadcast;

/**
 * What became of a message that was sent to many, on the connections of this instance. A
 * connection that closed before its turn counts nowhere.
 *
 * @param delivered on how many connections the transport has taken it
 * @param queued on how many it waits, because their peers are slow
 * @param dropped on how many {@code websocket.outbound.overflow} let it be dropped, or
 * closed the connection instead
 * @since 0.1.0
 */
public record Delivery(int delivered, int queued, int dropped) {

	/** Nobody was there. */
	public static final Delivery NONE = new Delivery(0, 0, 0);

}
