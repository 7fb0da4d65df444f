package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.websocketstarter.conformance.LifetimeIntegrationTests.Departure;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import io.github.websocketstarter.test.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The first and the last call of a connection, and those in between for PONG frames
 * (design 3.5).
 */
@ConformanceTest
class LifeIntegrationTests {

	@Parameter
	private TestServer server;

	// Once and last, whatever ends the connection
	@ParameterizedTest(name = "{0}")
	@MethodSource
	void closeIsCalledOnceWithStatusAndReason(String expected, String path, Consumer<RawWebSocketClient> end) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to(path))) {
			client.sendText("hello");
			client.expectText("hello");

			end.accept(client);

			await().until(() -> visit.notes().contains(expected));
			await().during(Duration.ofMillis(100))
				.until(() -> visit.notes().indexOf(expected) == visit.notes().size() - 1);
			assertThat(visit.notes()).startsWith("open", "hello").containsOnlyOnce("open", expected);
		}
	}

	static Stream<Arguments> closeIsCalledOnceWithStatusAndReason() {
		return Stream.of(end("4001 PEER_CLOSED", (client) -> client.sendClose(4001)),
				end("1005 PEER_CLOSED", (client) -> client.send(OutgoingFrame.of(Frame.CLOSE))),
				end("1006 PEER_EOF", (client) -> client.connection().shutdownOutput()),
				end("1006 PEER_RESET", (client) -> client.connection().reset()),
				end("1002 PROTOCOL_ERROR", (client) -> client.send(OutgoingFrame.of(15))),
				end("4000 COMPLETED", (client) -> {
					client.sendText("close");
					client.expectClose(4000, "bye");
					client.sendClose(4000);
				}), end("1006 ABORTED", (client) -> client.sendText("abort")), end("1011 HANDLER_ERROR", (client) -> {
					client.sendText("fail");
					client.expectClose(1011);
					client.sendClose(1011);
				}), end("1003 COMPLETED", (client) -> {
					client.sendBinary((byte) 1);
					client.expectClose(1003);
					client.sendClose(1003);
				}), Arguments.of("1006 KEEP_ALIVE_TIMEOUT", "/life/kept", (Consumer<RawWebSocketClient>) (client) -> {
				}), Arguments.of("1006 IDLE_TIMEOUT", "/life/idle", (Consumer<RawWebSocketClient>) (client) -> {
				}));
	}

	private static Arguments end(String expected, Consumer<RawWebSocketClient> end) {
		return Arguments.of(expected, "/life", end);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/life/open/blocking", "/life/open/mono" })
	void firstMessageWaitsForTheFirstCall(String path) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to(path))) {
			client.sendText("one");
			client.sendText("two");
			client.ping("still");
			client.expectPong("still");

			visit.allow();

			client.expectText("open");
			client.expectText("one");
			client.expectText("two");
		}
	}

	@Test
	void messagesBeforeTheCloseFrameAreHandledBeforeTheLastCall() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/life/slow"))) {
			List<OutgoingFrame> frames = new ArrayList<>();
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				frames.add(OutgoingFrame.text("" + i));
				expected.add("" + i);
			}
			frames.add(OutgoingFrame.close(4001, ""));
			expected.add("4001");

			client.send(frames);

			client.expectClose(4001);
			await().untilAsserted(() -> assertThat(visit.notes()).isEqualTo(expected));
		}
	}

	// Design 3.1: the endpoint answers the Close frame when it has answered the messages
	@Test
	void messagesBeforeTheCloseFrameAreAnsweredAsSlowlyAsTheClientReads() {
		RawConnection.Builder options = RawConnection.builder().receiveBuffer(32 * 1024);
		try (RawWebSocketClient client = this.server.connect(options)
			.upgrade(HttpRequest.upgrade("/life/last-words"))) {
			List<OutgoingFrame> frames = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				frames.add(OutgoingFrame.text("x"));
			}
			frames.add(OutgoingFrame.close(1000, ""));
			client.send(frames);
			try (RawWebSocketClient other = this.server.open("/payload/text")) {
				other.sendText("meanwhile");
				other.expectText("meanwhile!");
			}
			for (int i = 0; i < 200; i++) {
				assertThat(client.readFrame().opcode()).as("message %d", i).isEqualTo(Frame.TEXT);
			}
			client.expectClose(1000);
		}
	}

	@Test
	void pongsAreCalledWith() {
		try (RawWebSocketClient client = this.server.open("/life/pong/buffer")) {
			client.pong((byte) 'a', (byte) 'b');
			client.expectText("ab");
			client.pong();
			client.expectText("");
			client.sendText("no method");
			client.expectClose(1003);
		}
	}

	@Test
	void pongsToKeepAliveAreCalledWith() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/life/pong/array"))) {
			byte[] payload = client.expectPing();
			client.pong(payload);
			client.expectText(new String(payload, StandardCharsets.UTF_8));
		}
	}

	@Test
	void pongsThatNobodyHasTimeForAreDropped() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/life/pong/array"))) {
			client.sendText("block");
			await().until(() -> visit.notes().contains("block"));
			for (int i = 0; i < 100; i++) {
				client.pong((byte) 'x');
			}
			client.ping("all are there");
			Frame frame = client.readFrame();
			while (frame.opcode() == Frame.PING) {
				frame = client.readFrame();
			}
			assertThat(frame.opcode()).isEqualTo(Frame.PONG);

			visit.allow();
			client.sendText("last");

			assertThat(texts(client, "last")).hasSizeBetween(3, 18);
			assertThat(visit.calls()).isBetween(1, 16);
		}
	}

	private static List<String> texts(RawWebSocketClient client, String last) {
		List<String> texts = new ArrayList<>();
		while (!texts.contains(last)) {
			Received received = client.next(TestServer.TIMEOUT);
			if (received instanceof Frame frame && frame.opcode() == Frame.TEXT) {
				texts.add(frame.text());
			}
		}
		return texts;
	}

	// The first call may come too late; then there is no last one
	@ParameterizedTest
	@MethodSource("io.github.websocketstarter.conformance.LifetimeIntegrationTests#departures")
	void connectionsThatEndAtOnceHaveBothCallsOrNone(Departure departure) {
		Visit visit = this.server.visit();
		for (int i = 0; i < 20; i++) {
			try (RawWebSocketClient client = this.server.open(visit.to("/life"))) {
				departure.leave(client);
			}
		}
		try (RawWebSocketClient last = this.server.open(visit.to("/life"))) {
			last.sendText("last");
			last.expectText("last");
			await().during(Duration.ofMillis(200))
				.until(() -> visit.notes().stream().filter("open"::equals).count() == visit.notes().size() / 2);
		}
	}

}
