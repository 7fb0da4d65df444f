package io.github.websocketstarter.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.End;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.RawWebSocketClient;
import io.github.websocketstarter.test.Received;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a cancelled operation does to its connection.
 */
@ConformanceTest
class CancelModeIntegrationTests {

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	private RawWebSocketClient open(CancelMode mode) {
		return this.server.run(WebSocketAcceptOptions.builder().cancelMode(mode), (connection) -> {
			this.opened.complete(connection);
			return Mono.never();
		});
	}

	// CA-1
	@ParameterizedTest
	@MethodSource("operations")
	void cancelledOperationAborts(Function<WebSocketConnection, Publisher<?>> operation) {
		try (RawWebSocketClient client = open(CancelMode.ABORT)) {
			WebSocketConnection connection = this.opened.join();
			Disposable pending = Flux.from(operation.apply(connection)).onErrorComplete().subscribe();

			pending.dispose();

			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.ABORTED);
			assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
			Received received;
			do {
				received = client.next(TestServer.TIMEOUT);
			}
			while (received instanceof Frame);
			assertThat(received).isEqualTo(End.RESET);
		}
	}

	// CA-6
	@ParameterizedTest
	@MethodSource("operations")
	void cancelledOperationLeavesTheConnectionOpen(Function<WebSocketConnection, Publisher<?>> operation) {
		try (RawWebSocketClient client = open(CancelMode.DETACH)) {
			WebSocketConnection connection = this.opened.join();
			Disposable pending = Flux.from(operation.apply(connection)).onErrorComplete().subscribe();

			pending.dispose();

			client.sendText("received by the next one");
			assertThat(connection.receive().next().map(WebSocketMessage::getPayloadAsText).toFuture())
				.succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo("received by the next one");
			assertThat(connection.disconnected().isCancelled()).isFalse();
		}
	}

	static Stream<Named<Function<WebSocketConnection, Publisher<?>>>> operations() {
		return Stream.of(Named.of("receive", WebSocketConnection::receive),
				Named.of("receiveStreams", WebSocketConnection::receiveStreams),
				Named.of("send", (connection) -> connection.send(Flux.never())),
				Named.of("sendStream", (connection) -> connection.sendStream(WebSocketMessage.Type.TEXT, Flux.never())),
				Named.of("ping", WebSocketConnection::ping));
	}

	// CL-8
	@Test
	void cancelledCloseAborts() {
		try (RawWebSocketClient client = open(CancelMode.ABORT)) {
			WebSocketConnection connection = this.opened.join();
			Disposable pending = connection.close(CloseStatus.NORMAL).subscribe();
			client.expectClose(1000);

			pending.dispose();

			client.expectReset();
			assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	@Test
	void cancelledCloseGoesOn() {
		try (RawWebSocketClient client = open(CancelMode.DETACH)) {
			WebSocketConnection connection = this.opened.join();
			Disposable pending = connection.close(CloseStatus.NORMAL).subscribe();
			client.expectClose(1000);

			pending.dispose();

			client.sendClose(1000);
			client.expectEof();
			assertThat(connection.state()).isEqualTo(WebSocketState.CLOSED);
		}
	}

	// CA-3: a message that waits behind another and is given up leaves nothing behind
	@Test
	void messageGivenUpBeforeItsFirstFragmentIsNotSent() {
		try (RawWebSocketClient client = open(CancelMode.DETACH)) {
			WebSocketConnection connection = this.opened.join();
			connection.sendStream(WebSocketMessage.Type.TEXT, Flux.never()).subscribe().dispose();

			connection.sendText("whole").subscribe();

			client.expectText("whole");
		}
	}

	// Nothing is pending any more.
	@Test
	void completedOperationIsNotCancelled() {
		try (RawWebSocketClient client = open(CancelMode.ABORT)) {
			WebSocketConnection connection = this.opened.join();
			CompletableFuture<Boolean> completed = new CompletableFuture<>();
			Disposable.Swap sent = Disposables.swap();
			sent.update(connection.sendText("first").subscribe(null, null, () -> completed.complete(true)));
			client.expectText("first");
			assertThat(completed).succeedsWithin(TestServer.TIMEOUT);
			sent.dispose();

			connection.sendText("second").subscribe();

			client.expectText("second");
		}
	}

}
