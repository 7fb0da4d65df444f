package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Http2Error;
import io.github.websocketstarter.test.Http2Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawHttp2Connection;
import io.github.websocketstarter.test.RawHttp2Stream;
import io.github.websocketstarter.test.RawWebSocketClient;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets that are streams: how they end, and that they do not touch each other.
 */
@ConformanceTest(protocols = { Protocol.H2C, Protocol.H2 })
class Http2StreamIntegrationTests {

	private static final int MEGA = 1 << 20;

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	@Autowired
	private WebSocketAcceptor acceptor;

	// H2-15: many sockets on one connection, each with its own messages in order
	@Test
	void hundredSocketsShareOneConnection() {
		try (RawHttp2Connection http2 = connect()) {
			List<RawWebSocketClient> clients = IntStream.range(0, 100).mapToObj((i) -> open(http2)).toList();
			for (int round = 0; round < 5; round++) {
				for (int i = 0; i < 100; i++) {
					clients.get(i).sendText(i + " " + round);
				}
				for (int i = 99; i >= 0; i--) {
					clients.get(i).expectText(i + " " + round);
				}
			}
			for (RawWebSocketClient client : clients) {
				client.sendClose(1000);
			}
			for (RawWebSocketClient client : clients) {
				client.expectClose(1000);
				client.expectEof();
			}
		}
	}

	// A socket that has ended makes room for the next one
	@Test
	void socketsThatEndedAreReplacedByOthers() {
		try (RawHttp2Connection http2 = connect()) {
			for (int i = 0; i < 300; i++) {
				RawWebSocketClient client = open(http2);
				client.sendClose(1000);
				client.expectClose(1000);
				client.expectEof();
				client.connection().shutdownOutput();
			}
			assertEchoes(open(http2));
		}
	}

	// H2-13, H2-16: whatever code the client resets with
	@ParameterizedTest
	@EnumSource(names = { "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "CANCEL" })
	void resetByTheClientTouchesNoSibling(Http2Error error) {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = open(http2);
			RawWebSocketClient client = run(http2, (connection) -> connection.receive().then());
			client.sendText("open");

			client.connection().stream().reset(error);

			assertReason(DisconnectReason.PEER_RESET);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
			assertEchoes(sibling);
		}
	}

	// H2-13: nothing is kept of a stream with unread messages until its connection ends
	@Test
	void unreadSocketThatIsResetIsGoneAtOnce() {
		try (RawHttp2Connection http2 = connect()) {
			assertEchoes(open(http2));
			RawWebSocketClient client = run(http2, (connection) -> Mono.never());
			// The client may know of the answer before the server has counted the socket.
			connection();
			int open = this.acceptor.size();
			// More than the read-ahead, so that the last frame is not read.
			client.sendBinary(new byte[40_000]);
			client.sendBinary(new byte[40_000]);

			client.connection().stream().reset(Http2Error.CANCEL);

			Awaitility.await().until(() -> this.acceptor.size() < open);
			assertReason(DisconnectReason.PEER_RESET);
		}
	}

	// H2-12, H2-16
	@Test
	void abortTouchesNoSibling() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = open(http2);
			RawWebSocketClient client = run(http2, (connection) -> Mono.never());

			connection().abort();

			assertThat(client.connection().stream().expectReset()).isEqualTo(Http2Error.CANCEL);
			assertEchoes(sibling);
		}
	}

	// H2-16: nor does a violation, nor a handler that fails
	@Test
	void failuresTouchNoSibling() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = open(http2);
			RawWebSocketClient violator = open(http2);
			violator.send(OutgoingFrame.of(15));
			violator.expectClose(1002);
			violator.expectEof();
			RawWebSocketClient failing = run(http2, (connection) -> Mono.error(new IllegalStateException("expected")));
			failing.expectClose(1011);

			assertEchoes(sibling);
		}
	}

	// H2-11: our end is END_STREAM, and nothing follows when the client ends too
	@Test
	void socketEndsWithEndStream() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = open(http2);
			RawWebSocketClient client = open(http2);
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
			client.connection().shutdownOutput();

			assertEchoes(sibling);
			http2.ping();
		}
	}

	// H2-11: a client that does not end its side is told to by NO_ERROR
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatDoesNotEndItsSideIsReset(boolean first) {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder().closeTimeout(Duration.ofMillis(100));
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = http2.sibling()
				.upgrade(this.server.scripted("/accept", options,
						(connection) -> first ? connection.receive().then() : connection.close(CloseStatus.NORMAL)));
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();

			assertThat(client.connection().stream().expectReset()).isEqualTo(Http2Error.NO_ERROR);
			assertEchoes(open(http2));
		}
	}

	// RX-8: END_STREAM in the frame of the last message
	@Test
	void messageInTheLastFrameIsHeard() {
		CompletableFuture<String> received = new CompletableFuture<>();
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = run(http2,
					(connection) -> connection.receive()
						.map(WebSocketMessage::getPayloadAsText)
						.doOnNext(received::complete)
						.then());

			sendLast(http2, client, OutgoingFrame.text("the end"));

			assertThat(received).succeedsWithin(TestServer.TIMEOUT).isEqualTo("the end");
			assertReason(DisconnectReason.PEER_EOF);
			assertThat(connection().closeStatus().map(CloseStatus::getCode).toFuture())
				.succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo(1006);
		}
	}

	// ST-3: END_STREAM in the frame of the Close frame
	@Test
	void closeInTheLastFrameIsAnswered() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = run(http2, (connection) -> connection.receive().then());

			sendLast(http2, client, OutgoingFrame.close(4000, "bye"));

			client.expectClose(4000);
			client.expectEof();
			assertReason(DisconnectReason.PEER_CLOSED);
			assertThat(connection().state()).isEqualTo(WebSocketState.CLOSED);
		}
	}

	// RX-8: END_STREAM inside a frame
	@Test
	void endInsideFrameIsReportedAs1006() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = run(http2, (connection) -> connection.receive().then());
			byte[] frame = OutgoingFrame.text("cut off").encode();

			client.connection().write(Arrays.copyOf(frame, frame.length - 1));
			client.connection().shutdownOutput();

			assertReason(DisconnectReason.PEER_EOF);
			client.expectEnd();
		}
	}

	// RFC 9113 §8.1: END_STREAM by trailers
	@Test
	void endByTrailersIsReportedAs1006() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = run(http2, (connection) -> connection.receive().then());
			byte[] trailer = { 0, 1, 'a', 1, 'b' };

			http2.send(Http2Frame.of(Http2Frame.HEADERS, Http2Frame.END_HEADERS | Http2Frame.END_STREAM,
					client.connection().stream().id(), trailer));

			assertReason(DisconnectReason.PEER_EOF);
			client.expectEnd();
		}
	}

	// Empty and padded DATA frames are as good as others
	@Test
	void emptyAndPaddedFramesAreTaken() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = open(http2);
			int id = client.connection().stream().id();
			byte[] text = OutgoingFrame.text("padded").encode();
			byte[] padded = new byte[1 + text.length + 10];
			padded[0] = 10;
			System.arraycopy(text, 0, padded, 1, text.length);

			http2.send(Http2Frame.of(Http2Frame.DATA, 0, id), Http2Frame.of(Http2Frame.DATA, 8, id, padded),
					Http2Frame.of(Http2Frame.DATA, 0, id));

			client.expectText("padded");
			assertEchoes(client);
		}
	}

	// The end of the TCP connection ends all sockets
	@Test
	void endOfTheConnectionEndsAllSockets() {
		List<CompletableFuture<Boolean>> cancelled = Stream.generate(CompletableFuture<Boolean>::new)
			.limit(10)
			.toList();
		try (RawHttp2Connection http2 = connect()) {
			for (CompletableFuture<Boolean> one : cancelled) {
				http2.sibling()
					.upgrade(this.server.scripted("/script", WebSocketAcceptOptions.builder(),
							(connection) -> Mono.<Void>never().doOnCancel(() -> one.complete(true))));
			}
		}
		assertThat(cancelled).allSatisfy((one) -> assertThat(one).succeedsWithin(TestServer.TIMEOUT));
	}

	// Messages larger than all windows pass in both directions, also by sips
	@ParameterizedTest
	@ValueSource(ints = { 1, 1000, 65535 })
	void messageLargerThanTheWindowIsEchoed(int window) {
		int length = (window == 1) ? 1000 : MEGA;
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) window);
		try (RawWebSocketClient client = this.server.connect(RawConnection.builder().receiveBuffer(window))
			.upgrade(HttpRequest.upgrade(EchoTarget.ZERO_COPY.path()))) {
			for (int i = 0; i < 3; i++) {
				client.sendBinary(payload);
				client.expectBinary(payload);
			}
		}
	}

	// A client that does not read holds back its own socket only
	@Test
	void slowReaderHoldsBackOnlyItself() {
		try (RawHttp2Connection http2 = this.server.connect(RawConnection.builder().receiveBuffer(65535)).http2()) {
			RawWebSocketClient slow = run(http2, (connection) -> connection
				.send(Flux.range(0, 10).map((i) -> connection.textMessage(i + "x".repeat(100_000)))));
			RawWebSocketClient sibling = open(http2);
			for (int i = 0; i < 10; i++) {
				sibling.sendText("x".repeat(100_000));
				sibling.expectText("x".repeat(100_000));
			}

			for (int i = 0; i < 10; i++) {
				slow.expectText(i + "x".repeat(100_000));
			}
			slow.expectClose(1000);
		}
	}

	// KA-11: nor does a handler that does not read hold back the others
	@Test
	void handlerThatDoesNotReadHoldsBackOnlyItself() throws Exception {
		byte[] octets = OutgoingFrame.binary(new byte[10_000]).encode();
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = open(http2);
			List<Flood> floods = IntStream.range(0, 5)
				.mapToObj((i) -> http2.sibling()
					.upgrade(this.server.scripted("/script", WebSocketAcceptOptions.builder(),
							(connection) -> Mono.never())))
				.map((client) -> Flood.start(client, octets, 10 * MEGA))
				.toList();
			for (Flood flood : floods) {
				flood.awaitStall(Duration.ofMillis(100));
			}

			for (int i = 0; i < 10; i++) {
				sibling.sendText("x".repeat(100_000));
				sibling.expectText("x".repeat(100_000));
			}

			floods.forEach(Flood::close);
			assertEchoes(sibling);
		}
	}

	// KA-9: keep-alive is a matter of the stream
	@Test
	void silentSocketIsResetAndItsSiblingIsNot() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.keepAliveInterval(Duration.ofMillis(50))
			.keepAliveTimeout(Duration.ofMillis(500));
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient silent = http2.sibling()
				.upgrade(this.server.scripted("/accept", options, (connection) -> connection.receive().then()));
			RawWebSocketClient sibling = open(http2);
			silent.expectPing();

			assertThat(silent.connection().stream().expectReset()).isEqualTo(Http2Error.CANCEL);

			silent.expectReset();
			assertEchoes(sibling);
		}
	}

	// What is open can be seen, and is as large as was said
	@Test
	void windowOfTheServerIsRefilled() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = open(http2);
			RawHttp2Stream stream = client.connection().stream();
			long before = stream.sendWindow();

			for (int i = 0; i < 20; i++) {
				client.sendText("x".repeat(30_000));
				client.expectText("x".repeat(30_000));
			}

			assertThat(stream.sendWindow()).isBetween(before / 4, before);
		}
	}

	private RawHttp2Connection connect() {
		return this.server.connect().http2();
	}

	private static RawWebSocketClient open(RawHttp2Connection http2) {
		return http2.sibling().upgrade(HttpRequest.upgrade(EchoTarget.ENDPOINT.path()));
	}

	private RawWebSocketClient run(RawHttp2Connection http2, TestServer.Script script) {
		return http2.sibling()
			.upgrade(this.server.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> {
				this.opened.complete(connection);
				return script.run(connection);
			}));
	}

	private static void sendLast(RawHttp2Connection http2, RawWebSocketClient client, OutgoingFrame frame) {
		http2.send(Http2Frame.of(Http2Frame.DATA, Http2Frame.END_STREAM, client.connection().stream().id(),
				frame.encode()));
	}

	private static void assertEchoes(RawWebSocketClient client) {
		client.sendText("hi");
		client.expectText("hi");
	}

	private WebSocketConnection connection() {
		return this.opened.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	private void assertReason(DisconnectReason reason) {
		assertThat(connection().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
		assertThat(connection().disconnected().reason()).contains(reason);
	}

}
