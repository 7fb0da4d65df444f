package io.github.websocketstarter.engine;

import io.github.websocketstarter.WebSocketState;

/**
 * The state of a connection. Each event moves it and returns what is to be done; a Close
 * frame is sent at most once.
 *
 * <pre>
 * event \ state     OPEN                 CLOSE_SENT      CLOSE_RECEIVED       CLOSED, ABORTED
 * close             CLOSE_SENT           -               CLOSED               -
 *                   SEND_CLOSE                           SEND_CLOSE_AND_END
 * peer's Close,     CLOSED               CLOSED          -                    -
 * answered          SEND_CLOSE_AND_END   END
 * peer's Close,     CLOSE_RECEIVED       CLOSED          -                    -
 * left open         -                    END
 * violation         ABORTED              ABORTED         ABORTED              -
 *                   SEND_CLOSE_AND_END   END             SEND_CLOSE_AND_END
 * abort             ABORTED              ABORTED         ABORTED              -
 *                   RESET                RESET           RESET
 * transport ended   ABORTED              ABORTED         ABORTED              -
 * </pre>
 *
 * Events come from one thread; {@link #state()} may be read by any.
 */
public final class ClosingHandshake {

	private volatile WebSocketState state = WebSocketState.OPEN;

	/**
	 * What is to be done after an event.
	 */
	public enum Step {

		/** Nothing. */
		NONE,

		/** Send the Close frame. */
		SEND_CLOSE,

		/** Send the Close frame, then end the transport. */
		SEND_CLOSE_AND_END,

		/** End the transport. */
		END,

		/** Reset the transport. */
		RESET

	}

	/**
	 * Return the current state.
	 * @return the state
	 */
	public WebSocketState state() {
		return this.state;
	}

	/**
	 * This side closes.
	 * @return what is to be done
	 */
	public Step close() {
		return switch (this.state) {
			case OPEN -> move(WebSocketState.CLOSE_SENT, Step.SEND_CLOSE);
			case CLOSE_RECEIVED -> move(WebSocketState.CLOSED, Step.SEND_CLOSE_AND_END);
			case CLOSE_SENT, CLOSED, ABORTED -> Step.NONE;
		};
	}

	/**
	 * The peer's Close frame arrived.
	 * @param answer whether to answer it at once
	 * @return what is to be done
	 */
	public Step peerClosed(boolean answer) {
		return switch (this.state) {
			case OPEN -> answer ? move(WebSocketState.CLOSED, Step.SEND_CLOSE_AND_END)
					: move(WebSocketState.CLOSE_RECEIVED, Step.NONE);
			case CLOSE_SENT -> move(WebSocketState.CLOSED, Step.END);
			case CLOSE_RECEIVED, CLOSED, ABORTED -> Step.NONE;
		};
	}

	/**
	 * The peer broke a rule or a limit, or did not answer in time.
	 * @return what is to be done
	 */
	public Step violated() {
		return switch (this.state) {
			case OPEN, CLOSE_RECEIVED -> move(WebSocketState.ABORTED, Step.SEND_CLOSE_AND_END);
			case CLOSE_SENT -> move(WebSocketState.ABORTED, Step.END);
			case CLOSED, ABORTED -> Step.NONE;
		};
	}

	/**
	 * This side aborts.
	 * @return what is to be done
	 */
	public Step abort() {
		return this.state.isTerminal() ? Step.NONE : move(WebSocketState.ABORTED, Step.RESET);
	}

	/**
	 * The transport has ended.
	 * @return whether the closing handshake was not complete
	 */
	public boolean transportEnded() {
		boolean early = !this.state.isTerminal();
		if (early) {
			this.state = WebSocketState.ABORTED;
		}
		return early;
	}

	private Step move(WebSocketState next, Step step) {
		this.state = next;
		return step;
	}

}
