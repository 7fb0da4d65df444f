package io.github.websocketstarter.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handler's publisher and the connection: who ends whom.
 */
@ConformanceTest(protocols = { Protocol.HTTP_1_1, Protocol.HTTP_1_1_TLS, Protocol.H2C, Protocol.H2 })
class LifetimeIntegrationTests {

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	// CL-12
	@Test
	void handlerThatCompletesCloses1000() {
		try (RawWebSocketClient client = this.server.run((connection) -> Mono.empty())) {
			client.expectClose(1000);
			client.sendClose(1000);
			client.expectEof();
		}
	}

	// CL-13: the cause is not sent
	@ParameterizedTest
	@MethodSource
	void handlerThatFailsCloses1011(TestServer.Script script) {
		try (RawWebSocketClient client = this.server.run(script)) {
			client.sendText("go on");
			client.expectClose(1011);
			client.sendClose(1011);
			client.expectEof();
		}
	}

	static Stream<TestServer.Script> handlerThatFailsCloses1011() {
		IllegalStateException secret = new IllegalStateException("secret");
		return Stream.of((connection) -> Mono.error(secret), (connection) -> {
			throw secret;
		}, (connection) -> connection.receive().doOnNext((message) -> {
			throw secret;
		}).then(), (connection) -> connection.receive().next().then(Mono.error(secret)),
				(connection) -> connection.send(Flux.error(secret)));
	}

	// LT-9: whichever way the peer goes, a handler that waits for something else is
	// cancelled
	@ParameterizedTest
	@MethodSource("departures")
	void handlerIsCancelledWhenThePeerGoes(Departure departure) {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server
			.run((connection) -> Mono.<Void>never().doOnCancel(() -> cancelled.complete(true)))) {
			departure.leave(client);

			assertThat(cancelled).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// LT-9: also with messages that it has not read
	@ParameterizedTest
	@MethodSource("departures")
	void handlerThatDoesNotReadIsCancelledWhenThePeerGoes(Departure departure) {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server
			.run((connection) -> Mono.<Void>never().doOnCancel(() -> cancelled.complete(true)))) {
			client.sendText("unread");
			client.sendText("x".repeat(60_000));

			departure.leave(client);

			assertThat(cancelled).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// LT-9: a sender is cancelled, and so is its source
	@ParameterizedTest
	@MethodSource("departures")
	void sourceOfMessagesIsCancelledWhenThePeerGoes(Departure departure) {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server
			.run((connection) -> connection.send(Flux.just(connection.textMessage("first"))
				.concatWith(Flux.never())
				.doOnCancel(() -> cancelled.complete(true))))) {
			client.expectText("first");

			departure.leave(client);

			assertThat(cancelled).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// Design 3.2: the token fires with its reason
	@ParameterizedTest
	@MethodSource("departures")
	void tokenFiresWhenThePeerGoes(Departure departure) {
		try (RawWebSocketClient client = this.server.run((connection) -> {
			this.opened.complete(connection);
			return Mono.never();
		})) {
			departure.leave(client);

			assertThat(connection().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection().disconnected().reason()).contains(departure.reason());
		}
	}

	static Stream<Departure> departures() {
		return Stream.of(new Departure(DisconnectReason.PEER_CLOSED, (client) -> client.sendClose(1000)),
				new Departure(DisconnectReason.PEER_EOF, (client) -> client.connection().shutdownOutput()),
				new Departure(DisconnectReason.PEER_RESET, (client) -> client.connection().reset()),
				new Departure(DisconnectReason.PROTOCOL_ERROR, (client) -> client.send(OutgoingFrame.of(15))));
	}

	// LT-1: a worker that outlives the handler is told the rule
	@Test
	void useAfterTheHandlerEndedFailsWithTheRule() {
		try (RawWebSocketClient client = this.server.run((connection) -> {
			this.opened.complete(connection);
			return Mono.empty();
		})) {
			client.expectClose(1000);
			client.sendClose(1000);
			client.expectEof();

			assertThat(connection().sendText("late").toFuture()).failsWithin(TestServer.TIMEOUT)
				.withThrowableThat()
				.withCauseInstanceOf(WebSocketClosedException.class)
				.withMessageContaining("handler");
		}
	}

	// LT-2: a worker holds the connection by the handler's publisher
	@Test
	void openPublisherHoldsTheConnectionForWorkers() {
		Sinks.Empty<Void> done = Sinks.empty();
		try (RawWebSocketClient client = this.server.run((connection) -> {
			this.opened.complete(connection);
			return done.asMono();
		})) {
			connection().sendText("from a worker").block(TestServer.TIMEOUT);
			client.expectText("from a worker");

			done.tryEmitEmpty();

			client.expectClose(1000);
		}
	}

	// Design 3.4: accept by hand lives as long as the connection, whatever accepts it
	@Test
	void connectionAcceptedByHandEndsWithItsHandler() {
		try (RawWebSocketClient client = this.server.run(WebSocketAcceptOptions.builder(),
				(connection) -> connection.sendText("by hand"))) {
			client.expectText("by hand");
			client.expectClose(1000);
			client.sendClose(1000);
			client.expectEof();
		}
	}

	// Whatever ends a connection, the server goes on
	@Test
	void endedConnectionsLeaveTheServerUsable() {
		for (int i = 0; i < 100; i++) {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				client.sendText("x");
				switch (i % 4) {
					case 0 -> client.connection().reset();
					case 1 -> client.expectText("x");
					case 2 -> client.connection().write((byte) 0xFF);
					default -> client.sendClose(1000);
				}
			}
		}
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.sendText("alive");
			client.expectText("alive");
		}
	}

	private WebSocketConnection connection() {
		return this.opened.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	/**
	 * A way to go.
	 *
	 * @param reason what the server calls it
	 * @param action what the client does
	 */
	record Departure(DisconnectReason reason, Consumer<RawWebSocketClient> action) {

		void leave(RawWebSocketClient client) {
			this.action.accept(client);
		}

		@Override
		public String toString() {
			return this.reason.toString();
		}

	}

}
