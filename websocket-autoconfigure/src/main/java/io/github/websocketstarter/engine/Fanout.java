package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.util.Collection;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message to many connections. Thread-safe.
 */
public interface Fanout {

	/** Has no connections, so it sends nothing. */
	Fanout NOBODY = new Fanout() {

		@Override
		public Recipients recipients(Collection<? extends WebSocketConnection> connections) {
			return new Recipients() {
			};
		}

		@Override
		public void send(Message message, Collection<? extends Recipients> to, Outcome outcome) {
			outcome.counted(0, 0, 0);
		}

	};

	/**
	 * Make it easy to send messages to some connections.
	 * @param connections the connections, of this engine
	 * @return the same connections, for any number of messages; those that are closed
	 * later get none
	 */
	Recipients recipients(Collection<? extends WebSocketConnection> connections);

	/**
	 * Send a message, without waiting for anyone.
	 * @param message the message
	 * @param to the connections
	 * @param outcome told once, when all have had their turn, on any thread
	 */
	void send(Message message, Collection<? extends Recipients> to, Outcome outcome);

	/**
	 * Connections as the engine finds them best. Immutable.
	 */
	interface Recipients {

	}

	/**
	 * A message.
	 *
	 * @param text whether it is text, or else binary
	 * @param compress whether it may be compressed
	 * @param payload the payload, whose content must not change afterwards
	 * @param key the key of messages of which only the last one counts, or {@code null}
	 */
	record Message(boolean text, boolean compress, ByteBuffer payload, @Nullable String key) {

	}

	/**
	 * What became of a message.
	 */
	@FunctionalInterface
	interface Outcome {

		/**
		 * Take the numbers of connections; those that were closed are in none of them.
		 * @param delivered how many transports have taken it
		 * @param queued on how many it waits
		 * @param dropped on how many it was dropped, or closed the connection
		 */
		void counted(int delivered, int queued, int dropped);

	}

}
