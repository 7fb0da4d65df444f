package io.github.websocketstarter.engine.netty;

import java.util.concurrent.TimeUnit;

/**
 * What went over a connection. Used on the event loop only.
 */
final class Tally {

	private final long opened = System.nanoTime();

	private long receivedMessages;

	private long receivedBytes;

	private long sentMessages;

	private long sentBytes;

	void receivedMessage() {
		this.receivedMessages++;
	}

	void received(int bytes) {
		this.receivedBytes += bytes;
	}

	void sentMessage() {
		this.sentMessages++;
	}

	void sent(int bytes) {
		this.sentBytes += bytes;
	}

	/**
	 * Print the age and both directions; the bytes are those of whole frames.
	 */
	@Override
	public String toString() {
		return "age=" + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.opened) + "ms received="
				+ this.receivedMessages + " messages/" + this.receivedBytes + " bytes sent=" + this.sentMessages
				+ " messages/" + this.sentBytes + " bytes";
	}

}
