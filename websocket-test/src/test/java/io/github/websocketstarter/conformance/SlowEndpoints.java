package io.github.websocketstarter.conformance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Endpoints that differ by what they do with slow peers.
 */
final class SlowEndpoints {

	/** Who waits for a connection, by the query of its request. */
	static final Map<String, CompletableFuture<WebSocketConnection>> OPENED = new ConcurrentHashMap<>();

	private SlowEndpoints() {
	}

	private static Mono<Void> hold(WebSocketSession session) {
		CompletableFuture<WebSocketConnection> opened = OPENED.remove(session.getHandshakeInfo().getUri().getQuery());
		opened.complete(WebSocketConnection.from(session));
		return session.receive().then();
	}

	@WebSocketEndpoint(path = "/slow/suspend", name = "slow-suspend")
	static class Suspend implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return hold(session);
		}

	}

	@WebSocketEndpoint(path = "/slow/oldest", name = "slow-oldest")
	static class Oldest implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return hold(session);
		}

	}

	@WebSocketEndpoint(path = "/slow/newest", name = "slow-newest")
	static class Newest implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return hold(session);
		}

	}

}
