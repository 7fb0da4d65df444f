package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.LengthEncoding;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that want to exhaust the server. What they may cost is bounded, and the others do
 * not notice.
 */
@ConformanceTest({ "websocket.close-timeout=60s", "websocket.rate-limit.small-frames=0" })
class HostilePeerIntegrationTests {

	private static final long MEGA = 1 << 20;

	/**
	 * What one connection may keep: read-ahead and outbound queue, and much slack for the
	 * pools of the whole server.
	 */
	private static final long BOUND = 12 * MEGA;

	private static final Duration QUIET = Duration.ofMillis(300);

	@Parameter
	private TestServer server;

	// A flood of PINGs whose PONGs nobody reads
	@Test
	void floodOfPingsWithoutReadingIsBounded() throws Exception {
		byte[] pings = octets(OutgoingFrame.ping("x".repeat(125)), 1000);
		try (RawWebSocketClient client = slowReader(HttpRequest.upgrade(EchoTarget.ENDPOINT.path()));
				Flood flood = Flood.start(client, pings, flood())) {
			long before = memory();

			flood.awaitStall(QUIET);

			assertThat(memory() - before).isLessThan(BOUND);
			assertUsable();
		}
	}

	// A flood of echoed messages that nobody reads
	@ParameterizedTest
	@EnumSource
	void floodOfEchoesWithoutReadingIsBounded(EchoTarget target) throws Exception {
		byte[] messages = octets(OutgoingFrame.text("x".repeat(10_000)), 10);
		try (RawWebSocketClient client = slowReader(HttpRequest.upgrade(target.path()));
				Flood flood = Flood.start(client, messages, flood())) {
			long before = memory();

			flood.awaitStall(QUIET);

			assertThat(memory() - before).isLessThan(BOUND);
			assertUsable();
		}
	}

	// KA-11: a handler that never reads holds no more than the read-ahead
	@Test
	void floodToHandlerThatDoesNotReadIsBounded() throws Exception {
		byte[] messages = octets(OutgoingFrame.text("x".repeat(100)), 1000);
		try (RawWebSocketClient client = this.server.run((connection) -> Mono.never());
				Flood flood = Flood.start(client, messages, flood())) {
			long before = memory();

			flood.awaitStall(QUIET);

			assertThat(memory() - before).isLessThan(BOUND);
			assertUsable();
		}
	}

	// Fragments of one message without end, to a handler that does not read
	@Test
	void endlessFragmentsToHandlerThatDoesNotReadAreBounded() throws Exception {
		OutgoingFrame fragment = OutgoingFrame.of(Frame.CONTINUATION, new byte[1000]).withFin(false);
		try (RawWebSocketClient client = this.server.run((connection) -> Mono.never())) {
			client.send(OutgoingFrame.binary().withFin(false));
			long before = memory();
			try (Flood flood = Flood.start(client, octets(fragment, 10), flood())) {
				flood.awaitStall(QUIET);

				assertThat(memory() - before).isLessThan(BOUND);
				assertUsable();
			}
		}
	}

	// Fragments of one message without end
	@ParameterizedTest
	@EnumSource
	void endlessFragmentsAreTooBig(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			client.send(OutgoingFrame.text("").withFin(false));
			OutgoingFrame fragment = OutgoingFrame.of(Frame.CONTINUATION, "x".repeat(2000)).withFin(false);
			client.send(IntStream.range(0, 600).mapToObj((i) -> fragment).toList());

			client.expectClose(1009);
			client.expectEof();
		}
	}

	// Empty fragments cost nothing of the size, but count
	@Test
	void endlessEmptyFragmentsAreTooBig() {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			OutgoingFrame fragment = OutgoingFrame.of(Frame.CONTINUATION).withFin(false);
			client.send(OutgoingFrame.text("").withFin(false));
			client.send(IntStream.range(0, 1023).mapToObj((i) -> fragment).toList());
			client.ping("as many as are allowed");
			client.expectPong("as many as are allowed");

			client.send(fragment);

			client.expectClose(1009);
			client.expectEof();
		}
	}

	// A message in fragments of one octet costs memory for its octets, not for its
	// fragments
	@ParameterizedTest
	@EnumSource
	void messageInFragmentsOfOneOctetIsEchoed(EchoTarget target) {
		String text = "x".repeat(1024);
		try (RawWebSocketClient client = this.server.open(target)) {
			for (int i = 0; i < 20; i++) {
				client.send(OutgoingFrame.fragments(Frame.TEXT, text.getBytes(), 1));
				client.expectText(text);
			}
		}
	}

	// Many unfinished messages: the header promises much, memory is taken for what comes
	@Test
	void promisedPayloadTakesNoMemory() {
		long before = memory();
		List<RawWebSocketClient> clients = IntStream.range(0, 100)
			.mapToObj((i) -> this.server.open(EchoTarget.ENDPOINT))
			.toList();
		try {
			for (RawWebSocketClient client : clients) {
				client.ping("open");
				client.expectPong("open");
				byte[] frame = OutgoingFrame.binary(new byte[10]).withLength(LengthEncoding.MINIMAL, MEGA).encode();
				client.connection().write(frame);
			}
			assertUsable();
			assertThat(memory() - before).isLessThan(50 * MEGA);
		}
		finally {
			clients.forEach(RawWebSocketClient::close);
		}
	}

	// Design 3.1: control frames are handled while the application does not read
	@Test
	void controlFramesAreHandledWhileTheApplicationDoesNotRead() {
		try (RawWebSocketClient client = this.server.run((connection) -> Mono.never())) {
			for (int i = 0; i < 100; i++) {
				client.sendText("unread " + i);
				client.ping("ping " + i);
				client.expectPong("ping " + i);
			}
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
		}
	}

	// Design 3.7: what waits to be sent is bounded too, and one message more is one too
	// many
	@Test
	void peerThatDoesNotReadIsClosedWhenItsQueueIsFull() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		HttpRequest request = this.server.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> {
			opened.complete(connection);
			return Mono.never();
		});
		try (RawWebSocketClient client = slowReader(request)) {
			WebSocketConnection connection = opened.join();
			String text = "x".repeat(100_000);
			for (int i = 0; i < 200 && connection.state() == WebSocketState.OPEN; i++) {
				connection.sendText(text).onErrorComplete().subscribe();
			}

			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.SLOW_CONSUMER);
			Frame frame = client.readFrame();
			while (frame.opcode() == Frame.TEXT) {
				frame = client.readFrame();
			}
			assertThat(frame.closeCode()).isEqualTo(1013);
		}
	}

	// An empty message, a source and a stream that wait cost memory too
	@ParameterizedTest
	@ValueSource(strings = { "message", "source", "stream" })
	void queueOfEmptyMessagesIsBounded(String way) {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		HttpRequest request = this.server.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> {
			opened.complete(connection);
			return Mono.never();
		});
		try (RawWebSocketClient client = slowReader(request)) {
			WebSocketConnection connection = opened.join();
			connection.sendText("x".repeat(20 * (int) MEGA)).onErrorComplete().subscribe();
			for (int i = 0; i < 20_000 && connection.state() == WebSocketState.OPEN; i++) {
				sendNothing(connection, way).onErrorComplete().subscribe();
			}

			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.SLOW_CONSUMER);
			assertThat(client.readFrame().opcode()).isEqualTo(Frame.TEXT);
		}
	}

	private static Mono<Void> sendNothing(WebSocketConnection connection, String way) {
		return switch (way) {
			case "message" -> connection.sendText("");
			case "source" -> connection.send(Mono.fromSupplier(() -> connection.textMessage("")));
			default -> connection.sendStream(WebSocketMessage.Type.TEXT, Flux.empty());
		};
	}

	// KA-15: of many PINGs at once some may go unanswered, but never the last
	@Test
	void lastPingOfABurstIsAnswered() {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			String padding = "x".repeat(120);
			// the first bursts make the server read more at once
			for (int burst = 0; burst < 5; burst++) {
				String last = padding + burst;
				client.send(IntStream.range(0, 1000)
					.mapToObj((i) -> OutgoingFrame.ping((i < 999) ? padding : last))
					.toList());

				Frame pong = client.readFrame();
				while (!pong.text().equals(last)) {
					pong = client.readFrame();
				}

				assertThat(pong.opcode()).isEqualTo(Frame.PONG);
			}
		}
	}

	// RX-11: a header in single octets, each in a packet of its own
	@Test
	void slowHeaderIsFine() {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT);
				RawWebSocketClient other = this.server.open(EchoTarget.ENDPOINT)) {
			for (byte octet : OutgoingFrame.text("x".repeat(200)).encode()) {
				client.connection().write(octet);
				other.ping("tick");
				other.expectPong("tick");
			}
			client.expectText("x".repeat(200));
		}
	}

	/** More than the buffers of TCP on both sides, or the windows of HTTP/2, hold. */
	private long flood() {
		return (this.server.protocol().isHttp2() ? 4 : 24) * MEGA;
	}

	private RawWebSocketClient slowReader(HttpRequest request) {
		return this.server.connect(RawConnection.builder().receiveBuffer(4096)).upgrade(request);
	}

	private void assertUsable() {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.sendText("still served");
			client.expectText("still served");
		}
	}

	private static byte[] octets(OutgoingFrame frame, int times) {
		byte[] octets = frame.encode();
		byte[] repeated = new byte[octets.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(octets, 0, repeated, i * octets.length, octets.length);
		}
		return repeated;
	}

	private static long memory() {
		System.gc();
		long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		return heap + PlatformDependent.usedDirectMemory();
	}

}
