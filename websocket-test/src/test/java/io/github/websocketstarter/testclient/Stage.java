package io.github.websocketstarter.testclient;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Does with each connection what the test says, and tells why it ended.
 */
@WebSocketEndpoint("/stage")
class Stage implements WebSocketHandler {

	static final Function<WebSocketConnection, Mono<Void>> ECHO = (connection) -> connection
		.send(connection.receive().doOnNext(WebSocketMessage::retain));

	private volatile Play current = new Play(ECHO, new CompletableFuture<>());

	/**
	 * Say what to do from now on.
	 * @return why the first connection that does so has ended
	 */
	CompletableFuture<DisconnectReason> play(Function<WebSocketConnection, Mono<Void>> script) {
		CompletableFuture<DisconnectReason> reason = new CompletableFuture<>();
		this.current = new Play(script, reason);
		return reason;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		WebSocketConnection connection = WebSocketConnection.from(session);
		Play play = this.current;
		connection.disconnected()
			.onCancel(() -> play.reason().complete(connection.disconnected().reason().orElseThrow()));
		return play.script().apply(connection);
	}

	private record Play(Function<WebSocketConnection, Mono<Void>> script, CompletableFuture<DisconnectReason> reason) {
	}

	/**
	 * The same, for those who answer PINGs in time.
	 */
	@WebSocketEndpoint(path = "/watched", keepAliveInterval = "200ms", keepAliveTimeout = "200ms")
	static class Watched implements WebSocketHandler {

		private final Stage stage;

		Watched(Stage stage) {
			this.stage = stage;
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return this.stage.handle(session);
		}

	}

}
