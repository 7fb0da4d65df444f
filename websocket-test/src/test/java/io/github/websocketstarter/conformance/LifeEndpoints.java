package io.github.websocketstarter.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.OnPong;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * Endpoints that note how their connections begin and end.
 */
final class LifeEndpoints {

	private LifeEndpoints() {
	}

	abstract static class Noting {

		@OnOpen
		void open(Visit visit) {
			visit.note("open");
		}

		@OnMessage
		Mono<Void> message(String text, WebSocketConnection connection, Visit visit) {
			visit.note(text);
			return switch (text) {
				case "close" -> connection.close(new CloseStatus(4000, "bye"));
				case "abort" -> Mono.fromRunnable(connection::abort);
				case "fail" -> Mono.error(new IllegalStateException("secret"));
				default -> connection.sendText(text);
			};
		}

		@OnClose
		void close(CloseStatus status, DisconnectReason reason, Visit visit, WebSocketConnection connection) {
			visit.note(status.getCode() + " " + reason + (connection.isOpen() ? " but open" : ""));
		}

	}

	@WebSocketEndpoint("/life")
	static class Ordinary extends Noting {

	}

	@WebSocketEndpoint(path = "/life/kept", keepAliveInterval = "100ms", keepAliveTimeout = "100ms")
	static class Kept extends Noting {

	}

	@WebSocketEndpoint(path = "/life/idle", idleTimeout = "200ms", closeTimeout = "200ms")
	static class Idle extends Noting {

	}

	/** Opens when the test allows it. */
	@WebSocketEndpoint("/life/open/blocking")
	static class BlockingOpen {

		@OnOpen
		String open(Visit visit) throws InterruptedException {
			visit.block();
			return "open";
		}

		@OnMessage
		String message(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/life/open/mono")
	static class ReactiveOpen {

		@OnOpen
		Mono<String> open(Visit visit) {
			return visit.allowed().thenReturn("open");
		}

		@OnMessage
		Mono<String> message(String text) {
			return Mono.just(text);
		}

	}

	/** Takes its time for each message, and to say good-bye. */
	@WebSocketEndpoint("/life/slow")
	static class Slow {

		@OnMessage
		void message(String text, Visit visit) throws InterruptedException {
			visit.blockFor(Duration.ofMillis(20));
			visit.note(text);
		}

		@OnClose
		Mono<Void> close(CloseStatus status, Visit visit) {
			return Mono.delay(Duration.ofMillis(200)).then(Mono.fromRunnable(() -> visit.note("" + status.getCode())));
		}

	}

	/** Answers what was sent before the Close frame. */
	@WebSocketEndpoint(path = "/life/last-words", closeReply = CloseReply.MANUAL)
	static class LastWords {

		@OnMessage
		String message(String text) {
			return text.repeat(CallEndpoints.LARGE);
		}

	}

	@WebSocketEndpoint("/life/pong/buffer")
	static class PongBuffer {

		@OnPong
		String pong(ByteBuffer payload) {
			return StandardCharsets.UTF_8.decode(payload).toString();
		}

	}

	@WebSocketEndpoint(path = "/life/pong/array", keepAliveInterval = "100ms", keepAliveTimeout = "10s")
	static class PongArray {

		@OnPong
		Mono<String> pong(byte[] payload, Visit visit) {
			visit.enter();
			return Mono.just(new String(payload, StandardCharsets.UTF_8));
		}

		@OnMessage
		String message(String text, Visit visit) throws InterruptedException {
			visit.note(text);
			visit.block();
			return text;
		}

	}

}
