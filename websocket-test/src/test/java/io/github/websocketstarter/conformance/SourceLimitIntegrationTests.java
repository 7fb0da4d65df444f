package io.github.websocketstarter.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sources on connections on which hardly anything may wait.
 */
@ConformanceTest({ "websocket.outbound.max-bytes=100B", "websocket.close-timeout=60s" })
class SourceLimitIntegrationTests {

	private static final String LARGE = "x".repeat(32 * 1024);

	/** More than the system and Netty take in for a peer that does not read. */
	private static final int MANY = 400;

	@Parameter
	private TestServer server;

	@Test
	void annotatedEndpointAnswers() {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			client.sendText("{\"type\":\"Text\"}");
			client.expectText("text");
		}
	}

	@Test
	void peerThatReadsMayHaveManySources() {
		try (RawWebSocketClient client = this.server.run((connection) -> Flux.range(0, 20)
			.flatMap((i) -> connection.send(Flux.just("m" + i).concatWith(Flux.never()).map(connection::textMessage)),
					20)
			.then())) {
			assertThat(IntStream.range(0, 20).mapToObj((i) -> client.readMessage().text()))
				.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).mapToObj((i) -> "m" + i).toList());
		}
	}

	@Test
	void oneSourceWaitsAndGoesOnWhenThePeerReads() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = stall(opened)) {
			Awaitility.await().until(() -> !opened.join().isWritable());
			for (int i = 0; i < MANY; i++) {
				client.expectText(LARGE);
			}
			client.expectClose(1000);
		}
	}

	@Test
	void oneSourceMoreIsTooMuchForPeerThatDoesNotRead() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = stall(opened)) {
			WebSocketConnection connection = opened.join();
			Awaitility.await().until(() -> !connection.isWritable());
			assertThat(connection.isOpen()).isTrue();

			for (int i = 0; i < 3; i++) {
				// the system may take some after all
				connection.send(Mono.fromSupplier(() -> connection.textMessage(LARGE))).subscribe(null, (error) -> {
				});
			}

			Awaitility.await()
				.untilAsserted(
						() -> assertThat(connection.disconnected().reason()).contains(DisconnectReason.SLOW_CONSUMER));
			client.expectText(LARGE);
		}
	}

	private RawWebSocketClient stall(CompletableFuture<WebSocketConnection> opened) {
		RawConnection tcp = this.server.connect(RawConnection.builder().receiveBuffer(4096));
		return tcp.upgrade(this.server.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> {
			opened.complete(connection);
			return connection.send(Flux.range(0, MANY).map((i) -> connection.textMessage(LARGE)));
		}));
	}

}
