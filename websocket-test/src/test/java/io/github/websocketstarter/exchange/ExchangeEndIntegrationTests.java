package io.github.websocketstarter.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import io.github.websocketstarter.test.End;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Other ends of exchanges: the server's, and that of a WebSocket.
 */
@ExchangeTest
class ExchangeEndIntegrationTests {

	private final Loop loop;

	private final ExchangeServer server;

	private final Exchanges exchanges = new Exchanges();

	ExchangeEndIntegrationTests(Loop loop) {
		this.loop = loop;
		this.server = ExchangeServer.on(loop);
	}

	// DT-5
	@Test
	void handlerThatFailsBeforeTheResponseIsAnswered() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server
				.serve(this.exchanges.keeping((exchange) -> Mono.error(new IllegalStateException("for the test")))));

			assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 500");
			this.exchanges.take().checkExpired();
		}
	}

	@Test
	void handlerThatFailsDuringTheResponseEndsTheConnection() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange,
					Flux.just("first").concatWith(Mono.error(new IllegalStateException("for the test")))))));

			assertThat(Exchanges.reason(this.exchanges.take().token())).isEqualTo(DisconnectReason.HANDLER_ERROR);
			assertThat(client.readToEnd()).endsWith("first\r\n" + WireClient.EOF);
		}
	}

	@Test
	void serverThatStopsSaysSo() {
		ExchangeServer stopping = ExchangeServer.start(this.loop);
		try (WireClient client = stopping.connect()) {
			client.get(stopping.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();

			stopping.close();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.SHUTDOWN);
		}
	}

	@Test
	void callbackThatThrowsHarmsNothing() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();
			taken.token().onCancel(() -> {
				throw new IllegalStateException("for the test");
			});

			client.leave();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_EOF);
		}
	}

	private RawWebSocketClient open(ExchangeServer.Script script) {
		return RawConnection.connect("localhost", this.server.port())
			.upgrade(HttpRequest.upgrade(this.server.serve(script)));
	}

	// MP-9
	@Test
	void tokenOfAWebSocketIsItsOwnWheneverItIsAskedFor() {
		CompletableFuture<CancellationToken> within = new CompletableFuture<>();
		RawWebSocketClient client = open((exchange, connection) -> {
			this.exchanges.keeping((ignored) -> Mono.empty()).run(exchange, connection);
			return WebSocketUpgrade.of(exchange).accept((socket) -> {
				within.complete(socket.disconnected());
				return socket.receive().then();
			});
		});
		Taken taken = this.exchanges.take();
		assertThat(within).succeedsWithin(ExchangeServer.TIMEOUT);

		client.sendClose(1000);

		assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_CLOSED);
		client.close();
	}

	@Test
	void tokenOfAWebSocketCanBeAskedForWithinIt() {
		CompletableFuture<Boolean> same = new CompletableFuture<>();
		RawWebSocketClient client = open((exchange, connection) -> WebSocketUpgrade.of(exchange).accept((socket) -> {
			same.complete(connection.disconnected() == socket.disconnected());
			return socket.receive().then();
		}));

		assertThat(same).succeedsWithin(ExchangeServer.TIMEOUT).isEqualTo(true);
		client.close();
	}

	@Test
	void resetOfAWebSocketAbortsIt() {
		RawWebSocketClient client = open((exchange, connection) -> {
			this.exchanges.keeping((ignored) -> Mono.empty()).run(exchange, connection);
			return WebSocketUpgrade.of(exchange).accept((socket) -> socket.receive().then());
		});
		Taken taken = this.exchanges.take();

		taken.connection().reset();

		assertThat(client.expectEnd()).isEqualTo(End.RESET);
		assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
	}

	@Test
	void lastResponseThatIsAWebSocketIsOne() {
		RawWebSocketClient client = open((exchange, connection) -> {
			connection.disconnectAfterResponse();
			return WebSocketUpgrade.of(exchange).accept((socket) -> socket.sendText("open"));
		});

		client.expectText("open");
		client.expectClose(1000);
		client.close();
	}

	// DT-23, DT-25
	@Test
	void webSocketIsNeverTimedOut() {
		CompletableFuture<Boolean> over = new CompletableFuture<>();
		CompletableFuture<CancellationToken> timedOut = new CompletableFuture<>();
		RawWebSocketClient client = open((exchange, connection) -> {
			timedOut.complete(connection.timedOut());
			return WebSocketUpgrade.of(exchange).accept((socket) -> {
				connection.timeoutAfter(Duration.ZERO);
				return socket.sendText("open").then(socket.receive().then()).doFinally((signal) -> over.complete(true));
			});
		});
		client.expectText("open");

		client.sendClose(1000);

		assertThat(over).succeedsWithin(ExchangeServer.TIMEOUT);
		assertThat(timedOut).succeedsWithin(ExchangeServer.TIMEOUT)
			.satisfies((token) -> assertThat(token.isCancelled()).isFalse());
		client.close();
	}

}
