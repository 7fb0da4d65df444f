package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes the pieces of received messages. Used on the event loop only.
 */
interface Receiver {

	/**
	 * Return whether messages are taken piece by piece, so that their size has no limit.
	 */
	boolean isStreamed();

	/**
	 * Return whether the next piece can be taken.
	 * @param first whether it is the first of its message
	 */
	boolean isReady(boolean first);

	/**
	 * Take the first piece's announcement; its bytes come by {@link #data} when ready.
	 * @param text whether the message is text
	 */
	void begin(boolean text);

	/**
	 * Take the next piece of the message.
	 * @param bytes the bytes to read from, which are not released here
	 * @param length how many to read
	 * @param last whether it is the last piece of its message
	 */
	void data(ByteBuf bytes, int length, boolean last);

	/**
	 * Take the end.
	 * @param error why, or {@code null} after a closing handshake
	 */
	void end(@Nullable Throwable error);

	/**
	 * Give up waiting, though the connection goes on: the next receiver continues with
	 * the next message.
	 * @param error what the subscriber is told
	 */
	void giveUp(Throwable error);

}
