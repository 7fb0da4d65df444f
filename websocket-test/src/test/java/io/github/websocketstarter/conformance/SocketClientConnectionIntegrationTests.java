package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.exchange.ClientConnection;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client connection of an exchange that has become a WebSocket.
 */
@ConformanceTest
class SocketClientConnectionIntegrationTests {

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	private RawWebSocketClient open() {
		return this.server.run(WebSocketAcceptOptions.builder(), (connection) -> {
			this.opened.complete(connection);
			return Mono.never();
		});
	}

	// DT-1
	@Test
	void tokenIsThatOfTheWebSocket() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			ClientConnection exchange = Scripts.client(connection);

			assertThat(exchange.disconnected()).isSameAs(connection.disconnected());
			assertThat(exchange.isConnected()).isTrue();
			client.connection().reset();
			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(exchange.isConnected()).isFalse();
		}
	}

	// NI-2, MP-9
	@Test
	void resetAborts() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();

			Scripts.client(connection).reset();

			client.expectReset();
			assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.ABORTED);
		}
	}

	// NI-4, MP-6
	@Test
	void pendingOperationsFailAndTheConnectionStaysOpen() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<?> received = connection.receive().then().toFuture();
			CompletableFuture<?> sent = connection.send(Flux.never()).toFuture();
			CompletableFuture<Duration> pinged = connection.ping().toFuture();
			client.expectPing();

			assertThat(Scripts.client(connection).cancelIo()).isTrue();

			assertThat(received).failsWithin(TestServer.TIMEOUT)
				.withThrowableThat()
				.isInstanceOf(CancellationException.class);
			assertThat(sent).failsWithin(TestServer.TIMEOUT);
			assertThat(pinged).failsWithin(TestServer.TIMEOUT);
			assertThat(connection.state()).isEqualTo(WebSocketState.OPEN);
			connection.sendText("still here").subscribe();
			client.expectText("still here");
			client.sendText("so am I");
			assertThat(connection.receive().next().map(WebSocketMessage::getPayloadAsText).toFuture())
				.succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo("so am I");
		}
	}

	// MP-6: the rest of a message that was begun belongs to nobody
	@Test
	void restOfAStreamedMessageIsSkipped() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<Boolean> begun = new CompletableFuture<>();
			CompletableFuture<?> received = connection.receiveStreams()
				.concatMap((message) -> message.doOnNext((piece) -> begun.complete(true)).then())
				.then()
				.toFuture();
			client.send(OutgoingFrame.text("first").withFin(false));
			assertThat(begun).succeedsWithin(TestServer.TIMEOUT);

			Scripts.client(connection).cancelIo();

			assertThat(received).failsWithin(TestServer.TIMEOUT);
			client.send(OutgoingFrame.of(0, "rest"), OutgoingFrame.text("second"));
			assertThat(connection.receiveStreams()
				.concatMap((message) -> DataBufferUtils.join(message).map(SocketClientConnectionIntegrationTests::text))
				.next()
				.toFuture()).succeedsWithin(TestServer.TIMEOUT).isEqualTo("second");
		}
	}

	// MP-6: however large that message is, and wherever it is cancelled
	@Test
	void messageThatIsCancelledAtItsBeginningIsSkippedToItsEnd() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<?> received = connection.receiveStreams().concatMap((message) -> {
				Scripts.client(connection).cancelIo();
				return message.then();
			}).then().toFuture();
			client.send(OutgoingFrame.binary(new byte[1000]).withFin(false));
			assertThat(received).failsWithin(TestServer.TIMEOUT);

			for (int i = 0; i < 3; i++) {
				client.send(OutgoingFrame.of(0, new byte[500_000]).withFin(false));
			}
			client.send(OutgoingFrame.of(0, ""), OutgoingFrame.text("second"));

			assertThat(connection.receive().next().map(WebSocketMessage::getPayloadAsText).toFuture())
				.succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo("second");
		}
	}

	// MP-6
	@Test
	void messageOfWhichNothingWasSentIsGivenUp() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<?> sent = connection.sendStream(WebSocketMessage.Type.TEXT, Flux.never()).toFuture();
			CompletableFuture<?> behind = connection.sendText("behind").toFuture();

			Scripts.client(connection).cancelIo();

			assertThat(sent).failsWithin(TestServer.TIMEOUT);
			assertThat(behind).failsWithin(TestServer.TIMEOUT);
			connection.sendText("next").subscribe();
			client.expectText("next");
		}
	}

	// One PONG answers both PINGs, and the first answer cancels the wait for the second.
	@Test
	void pingsOfWhichOneIsCancelledByTheOther() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<Duration> first = Mono.firstWithSignal(connection.ping(), connection.ping()).toFuture();
			client.expectPing();

			client.pong(client.expectPing());

			assertThat(first).succeedsWithin(TestServer.TIMEOUT);
			connection.sendText("still open").subscribe();
			client.expectText("still open");
		}
	}

	private static String text(DataBuffer buffer) {
		return buffer.toString(StandardCharsets.UTF_8);
	}

	@Test
	void nothingIsCancelledAfterTheEnd() {
		try (RawWebSocketClient client = open()) {
			WebSocketConnection connection = this.opened.join();
			connection.abort();
			client.expectReset();

			assertThat(Scripts.client(connection).cancelIo()).isFalse();
		}
	}

}
