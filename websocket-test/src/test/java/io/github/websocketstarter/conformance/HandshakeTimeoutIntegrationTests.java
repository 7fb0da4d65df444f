package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's part of a handshake has a limit of its time, and nothing else has.
 */
@ConformanceTest({ "websocket.close-timeout=60s", "websocket.handshake-timeout=300ms" })
class HandshakeTimeoutIntegrationTests {

	/** Much longer than the timeout. */
	private static final Duration LONG = Duration.ofMillis(1000);

	@Parameter
	private TestServer server;

	@Test
	void filterThatDoesNotAnswerIsCancelled() {
		String name = UUID.randomUUID().toString();
		CompletableFuture<Void> cancelled = this.server.doorkeeper().cancelled(name);
		try (RawConnection connection = this.server.connect()) {
			HttpAnswer answer = connection
				.exchange(HttpRequest.upgrade(EchoTarget.ENDPOINT.path()).withAdded(Doorkeeper.WAIT, name));

			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).isEqualTo("5");
			assertThat(answer.body()).isEmpty();
			assertThat(cancelled).succeedsWithin(TestServer.TIMEOUT);
			RawWebSocketClient client = connection.upgrade(HttpRequest.upgrade(EchoTarget.ENDPOINT.path()));
			client.sendText("next");
			client.expectText("next");
		}
	}

	// As with a session store that is down
	@Test
	void answerThatIsHeldUpIsGivenAllTheSame() {
		try (RawConnection connection = this.server.connect()) {
			HttpAnswer answer = connection
				.exchange(HttpRequest.upgrade(EchoTarget.ENDPOINT.path()).withAdded(Doorkeeper.COMMIT, "hang"));

			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.headers("Sec-WebSocket-Accept")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/script", "/accept" })
	void openConnectionIsNotAffected(String path) {
		HttpRequest request = this.server.scripted(path, WebSocketAcceptOptions.builder(),
				(connection) -> Mono.delay(LONG)
					.then(connection.sendText("late"))
					.thenMany(connection.send(connection.receive().doOnNext(WebSocketMessage::retain)))
					.then());
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			client.expectText("late");
			client.sendText("still");
			client.expectText("still");
		}
	}

	@Test
	void ordinaryRequestHasAllTheTime() {
		try (RawConnection connection = this.server.connect()) {
			assertThat(connection.exchange(HttpRequest.get("/slow?" + LONG.toMillis())).body()).isEqualTo("slow");
		}
	}

	// One that asks for a WebSocket where there is none, and is answered slowly
	@Test
	void otherAnswerThatHasBegunMayTakeItsTime() {
		try (RawConnection connection = this.server.connect()) {
			HttpAnswer answer = connection.exchange(HttpRequest.upgrade("/stream?" + LONG.toMillis()));

			// Over HTTP/2 a success would mean an open socket.
			assertThat(answer.status()).isEqualTo(this.server.protocol().isHttp2() ? 400 : 200);
		}
	}

}
