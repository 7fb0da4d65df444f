package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * The closing handshake at the end of a test, so that the server sees no connection lost.
 * It fails no test: one that has gone well does not depend on it.
 *
 * @param connection the connection
 * @param inbox what comes, and is ignored
 * @param outbox takes the Close frame
 */
record Farewell(RawConnection connection, Inbox inbox, Outbox outbox) {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Wait a second at most, also for a server that does not even read. */
	void say() {
		CompletableFuture<Void> said = CompletableFuture.runAsync(this::shakeHands, (task) -> {
			Thread thread = new Thread(task, "websocket-test-close");
			thread.setDaemon(true);
			thread.start();
		});
		try {
			said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			// the connection is broken already
		}
		catch (TimeoutException ex) {
			drop();
		}
		catch (InterruptedException ex) {
			drop();
			Thread.currentThread().interrupt();
		}
	}

	private void drop() {
		if (this.outbox.isBusy()) {
			this.connection.abort();
		}
		else {
			this.connection.reset();
		}
	}

	private void shakeHands() {
		this.outbox.close(OutgoingFrame.close(CloseStatus.NORMAL.getCode(), "").payload());
		try {
			Deadline deadline = Deadline.after(PATIENCE);
			Received received = null;
			while (this.inbox.close() == null && !(received instanceof End)) {
				received = this.inbox.next(deadline, () -> true);
			}
		}
		catch (SocketTimeoutException ex) {
			// no answer
		}
	}

}
