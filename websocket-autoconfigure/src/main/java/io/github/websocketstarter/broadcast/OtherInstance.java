package io.github.websocketstarter.broadcast;

/**
 * Another instance, as far as it was heard.
 */
final class OtherInstance {

	private final SequenceWindow window = new SequenceWindow();

	/** When it was heard last. Written by the thread that receives. */
	private volatile long heard;

	/** Whether it has stopped. Written by the thread that receives. */
	private volatile boolean gone;

	OtherInstance(long now) {
		this.heard = now;
	}

	/**
	 * Hear something of the instance.
	 * @param sequence the number of what is heard
	 * @param now the time in milliseconds
	 * @return whether it is heard for the first time
	 */
	boolean hear(long sequence, long now) {
		this.heard = now;
		return this.window.receive(sequence);
	}

	void leave() {
		this.gone = true;
	}

	boolean isGone() {
		return this.gone;
	}

	long heard() {
		return this.heard;
	}

}
