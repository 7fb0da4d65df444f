package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.broadcast.WebSocketBroadcasts;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Connects this instance with the others as long as it has connections: from before the
 * web server starts until after it has stopped.
 */
final class BroadcastLifecycle implements SmartLifecycle {

	private static final int PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 512;

	private final WebSocketBroadcasts broadcasts;

	private volatile boolean running;

	BroadcastLifecycle(WebSocketBroadcasts broadcasts) {
		this.broadcasts = broadcasts;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void start() {
		this.broadcasts.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.broadcasts.stop();
	}

}
