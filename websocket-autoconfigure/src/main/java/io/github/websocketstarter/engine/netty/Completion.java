package io.github.websocketstarter.engine.netty;

/**
 * Who wants to know what became of a frame. Told on the event loop.
 */
interface Completion {

	/** For a frame whose fate is told by the end of the connection. */
	Completion NOBODY = new Completion() {
		@Override
		public void done() {
			// nobody waits
		}

		@Override
		public void failed(Throwable cause) {
			// nobody waits
		}
	};

	/**
	 * The transport has taken the frame.
	 */
	void done();

	/**
	 * The frame was not sent, as far as is known.
	 * @param cause why
	 */
	void failed(Throwable cause);

}
