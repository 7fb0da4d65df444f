package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The lock of all that is known of an HTTP/2 connection, and the place to wait for the
 * server to change it. To hold it, synchronize on it.
 */
final class Monitor {

	// null while the server keeps to the protocol
	private @Nullable Throwable fault;

	/**
	 * Wait until a condition is met.
	 * @param condition looked at while the lock is held
	 * @param deadline until when to wait
	 * @throws AssertionError if the server has broken the protocol
	 */
	synchronized void await(BooleanSupplier condition, Deadline deadline) throws SocketTimeoutException {
		while (!condition.getAsBoolean()) {
			if (this.fault != null) {
				throw new AssertionError("expected the server to keep to HTTP/2: " + this.fault.getMessage(),
						this.fault);
			}
			try {
				wait(deadline.remaining());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("interrupted", ex);
			}
		}
	}

	// wakes up those who wait; for whoever has changed something
	synchronized void changed() {
		notifyAll();
	}

	// lets all who wait fail
	synchronized void fail(Throwable fault) {
		if (this.fault == null) {
			this.fault = fault;
		}
		notifyAll();
	}

}
