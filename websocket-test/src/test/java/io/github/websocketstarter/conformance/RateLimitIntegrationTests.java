package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of what one client may send within a second.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class RateLimitIntegrationTests {

	private static List<OutgoingFrame> times(int count, OutgoingFrame frame) {
		return Collections.nCopies(count, frame);
	}

	// What comes after some frames, which are read on the way.
	private static void expectCloseAfter(int opcode, int most, RawWebSocketClient client) {
		Frame frame = client.readFrame();
		for (int i = 0; i < most && frame.opcode() == opcode; i++) {
			frame = client.readFrame();
		}
		assertThat(frame.opcode()).as(frame.toString()).isEqualTo(Frame.CLOSE);
		assertThat(frame.closeCode()).isEqualTo(1008);
		assertThat(frame.closeReason()).isEmpty();
	}

	// OP-16
	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.rate-limit.small-frames=100" })
	class SmallFrames {

		@Parameter
		private TestServer server;

		@Test
		void floodOfPingsIsClosed() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				client.send(times(1000, OutgoingFrame.ping("")));

				expectCloseAfter(Frame.PONG, 400, client);
				client.expectEof();
			}
		}

		@Test
		void floodOfPongsIsClosed() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
				client.send(times(1000, OutgoingFrame.of(Frame.PONG, new byte[0])));

				client.expectClose(1008);
				client.expectEof();
			}
		}

		@Test
		void floodOfTinyFragmentsIsClosed() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				client.send(OutgoingFrame.text("x").withFin(false));
				client.send(times(1000, OutgoingFrame.of(Frame.CONTINUATION, "x").withFin(false)));

				client.expectClose(1008);
				client.expectEof();
			}
		}

		@Test
		void wholeMessagesAndLargeFragmentsAreNoSmallFrames() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				for (int i = 0; i < 10; i++) {
					client.send(times(50, OutgoingFrame.text("x")));
					for (int j = 0; j < 50; j++) {
						client.expectText("x");
					}
				}
				client.send(OutgoingFrame.fragments(Frame.TEXT, "x".repeat(64 * 500).getBytes(), 64));
				client.expectText("x".repeat(64 * 500));
			}
		}

		@Test
		void whoIsClosedKnowsWhyAndTheOthersGoOn() {
			CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
			try (RawWebSocketClient quiet = this.server.open(EchoTarget.ENDPOINT);
					RawWebSocketClient client = this.server.run((connection) -> {
						opened.complete(connection);
						return connection.receive().then();
					})) {
				client.send(times(1000, OutgoingFrame.ping("")));
				expectCloseAfter(Frame.PONG, 400, client);
				quiet.ping("still");
				quiet.expectPong("still");
				quiet.sendText("there");
				quiet.expectText("there");

				WebSocketConnection connection = opened.join();
				assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
				assertThat(connection.disconnected().reason()).contains(DisconnectReason.LIMIT_EXCEEDED);
			}
		}

	}

	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.read-ahead=1KB", "websocket.rate-limit.messages=10",
			"websocket.endpoints.echo.rate-limit.messages=50" })
	class Messages {

		@Parameter
		private TestServer server;

		@Test
		void moreMessagesThanTheLimitAreClosed() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
				client.send(times(100, OutgoingFrame.text("x")));

				expectCloseAfter(Frame.TEXT, 20, client);
				client.expectEof();
			}
		}

		@Test
		void endpointHasALimitOfItsOwn() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				client.send(times(50, OutgoingFrame.text("x")));
				for (int i = 0; i < 50; i++) {
					client.expectText("x");
				}
				client.send(times(100, OutgoingFrame.text("x")));
				expectCloseAfter(Frame.TEXT, 99, client);
			}
		}

		@Test
		void fragmentsOfOneMessageAreOneMessage() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
				client.send(OutgoingFrame.fragments(Frame.TEXT, "x".repeat(500).getBytes(), 1));
				client.expectText("x".repeat(500));
				client.send(times(5, OutgoingFrame.text("y")));
				for (int i = 0; i < 5; i++) {
					client.expectText("y");
				}
			}
		}

		@Test
		void compressedMessagesCountToo() {
			HttpRequest request = this.server.scripted("/accept", WebSocketAcceptOptions.builder().compression(true),
					(connection) -> connection.send(connection.receive().doOnNext(WebSocketMessage::retain)));
			try (DeflatePeer peer = DeflatePeer.open(this.server, request, "permessage-deflate");
					RawWebSocketClient client = peer.client()) {
				for (int i = 0; i < 100; i++) {
					peer.sendText("x");
				}
				expectCloseAfter(Frame.TEXT, 20, client);
			}
		}

		// It was this side that did not read
		@Test
		void whatWaitedForTheHandlerIsNoFlood() {
			OutgoingFrame message = OutgoingFrame.text("x".repeat(500));
			try (RawWebSocketClient client = this.server.run((connection) -> Mono.delay(Duration.ofMillis(2500))
				.then(connection.sendText("go"))
				.then(Mono.delay(Duration.ofMillis(200)))
				.thenMany(connection.send(connection.receive().doOnNext(WebSocketMessage::retain)))
				.then())) {
				client.send(times(10, message));
				client.expectText("go");
				client.send(times(20, message));
				for (int i = 0; i < 30; i++) {
					client.expectText("x".repeat(500));
				}
			}
		}

	}

	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.compression.enabled=true",
			"websocket.rate-limit.bytes=20KB", "websocket.endpoints.script.rate-limit.bytes=0" })
	class Bytes {

		@Parameter
		private TestServer server;

		@Test
		void moreBytesThanTheLimitAreClosed() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				client.send(OutgoingFrame.text("x".repeat(10_000)));
				client.expectText("x".repeat(10_000));
				client.send(OutgoingFrame.text("x".repeat(100_000)));
				client.expectClose(1008);
				client.expectEof();
			}
		}

		@Test
		void bytesAreThoseOnTheWire() {
			try (DeflatePeer peer = DeflatePeer.open(this.server, EchoTarget.ENDPOINT, "permessage-deflate")) {
				peer.sendText("x".repeat(500_000));
				peer.expectText("x".repeat(500_000));
			}
		}

		@Test
		void zeroSwitchesTheLimitOffForAnEndpoint() {
			HttpRequest request = this.server.scripted("/script", WebSocketAcceptOptions.builder(),
					(connection) -> connection.send(connection.receive().doOnNext(WebSocketMessage::retain)));
			try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
				client.send(OutgoingFrame.text("x".repeat(100_000)));
				client.expectText("x".repeat(100_000));
			}
		}

	}

}
