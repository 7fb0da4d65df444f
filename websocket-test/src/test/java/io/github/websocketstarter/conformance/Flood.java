package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.test.RawWebSocketClient;

/**
 * A client that sends the same octets over and over, from a thread of its own because
 * nothing else ends a write to a server that has stopped to read.
 */
final class Flood implements AutoCloseable {

	private final RawWebSocketClient client;

	private final Thread thread;

	private final long limit;

	private final AtomicLong written = new AtomicLong();

	private volatile boolean stopped;

	private Flood(RawWebSocketClient client, byte[] octets, long limit) {
		this.client = client;
		this.limit = limit;
		this.thread = new Thread(() -> write(octets), "flood");
	}

	/**
	 * Start to send.
	 * @param client the client that is not to write meanwhile
	 * @param octets what to send by each write
	 * @param limit after how many octets to stop
	 * @return the flood
	 */
	static Flood start(RawWebSocketClient client, byte[] octets, long limit) {
		Flood flood = new Flood(client, octets, limit);
		flood.thread.setDaemon(true);
		flood.thread.start();
		return flood;
	}

	private void write(byte[] octets) {
		try {
			while (this.written.get() < this.limit) {
				this.client.connection().write(octets);
				this.written.addAndGet(octets.length);
			}
		}
		catch (AssertionError ex) {
			if (!this.stopped) {
				throw ex;
			}
		}
	}

	/**
	 * Wait until the server takes no more, or all is sent.
	 * @param quiet how long nothing may get through for the server to count as blocked
	 */
	void awaitStall(Duration quiet) throws InterruptedException {
		long before;
		do {
			before = this.written.get();
			this.thread.join(quiet.toMillis());
		}
		while (this.thread.isAlive() && this.written.get() != before);
	}

	@Override
	public void close() {
		this.stopped = true;
		this.client.close();
	}

}
