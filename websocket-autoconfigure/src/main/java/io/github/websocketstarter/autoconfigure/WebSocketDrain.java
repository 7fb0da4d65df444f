package io.github.websocketstarter.autoconfigure;

import java.time.Duration;

import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Closes all connections when the application stops: after the readiness went down, and
 * before the web server waits for requests, because it would wait for the connections.
 */
final class WebSocketDrain implements SmartLifecycle {

	/** Stops before the web server. */
	static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;

	private static final Log logger = LogFactory.getLog(WebSocketDrain.class);

	private final WebSocketAcceptor acceptor;

	private final Duration timeout;

	private volatile boolean running;

	WebSocketDrain(WebSocketAcceptor acceptor, Duration timeout) {
		this.acceptor = acceptor;
		this.timeout = timeout;
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
		this.acceptor.resume();
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		int open = this.acceptor.size();
		if (open > 0) {
			logger.info("Closing " + open + " WebSocket connections, for at most " + PropertyChecks.print(this.timeout)
					+ " ('websocket.shutdown.timeout')");
		}
		this.acceptor.drain(this.timeout).doFinally((end) -> callback.run()).subscribe(this::report);
	}

	private void report(int late) {
		if (late > 0) {
			logger.warn("Reset " + late + " WebSocket connections that had not ended within "
					+ "'websocket.shutdown.timeout'");
		}
	}

}
