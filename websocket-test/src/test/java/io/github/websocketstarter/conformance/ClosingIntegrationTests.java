package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The closing handshake from both sides, half-closed connections and aborts.
 */
@ConformanceTest(protocols = { Protocol.HTTP_1_1, Protocol.HTTP_1_1_TLS, Protocol.H2C, Protocol.H2 })
class ClosingIntegrationTests {

	private static final CloseStatus GOING_AWAY = CloseStatus.GOING_AWAY.withReason("moving");

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	// CL-4: close waits for the peer's Close frame
	@Test
	void closeWaitsForThePeer() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		try (RawWebSocketClient client = run(
				(connection) -> connection.close(GOING_AWAY).doOnSuccess(closed::complete))) {
			client.expectClose(1001, "moving");
			assertThat(closed).isNotDone();
			assertThat(connection().state()).isEqualTo(WebSocketState.CLOSE_SENT);

			client.sendClose(1001);

			client.expectEof();
			assertThat(closed).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection().state()).isEqualTo(WebSocketState.CLOSED);
		}
	}

	// CL-4: what comes before the peer's Close frame is dropped when nobody wants it
	@Test
	void closeDiscardsWhatStillComes() {
		try (RawWebSocketClient client = run((connection) -> connection.close(GOING_AWAY))) {
			client.expectClose(1001, "moving");

			client.sendText("x".repeat(500_000));
			client.sendText("x".repeat(500_000));
			client.sendClose(1001);

			client.expectEof();
		}
	}

	// CL-5, MP-8: the peer that does not answer is reset after the time-out
	@Test
	void peerThatDoesNotAnswerCloseIsReset() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder().closeTimeout(Duration.ofMillis(100));
		try (RawWebSocketClient client = run(options, (connection) -> connection.close(GOING_AWAY))) {
			client.expectClose(1001, "moving");
			client.expectReset();

			assertReason(DisconnectReason.CLOSE_TIMEOUT);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	// CL-3, RX-1: after our Close frame the peer may go on sending, and is heard
	@Test
	void messagesAreReceivedAfterCloseOutput() {
		CompletableFuture<List<String>> received = new CompletableFuture<>();
		try (RawWebSocketClient client = run((connection) -> connection.closeOutput(GOING_AWAY)
			.thenMany(connection.receive())
			.map(WebSocketMessage::getPayloadAsText)
			.collectList()
			.doOnNext(received::complete)
			.then())) {
			client.expectClose(1001, "moving");

			client.sendText("one");
			client.sendText("two");
			client.sendClose(1001);

			client.expectEof();
			assertThat(received).succeedsWithin(TestServer.TIMEOUT).isEqualTo(List.of("one", "two"));
		}
	}

	// TX-2: but nothing can be sent, and the Close frame is sent once only
	@Test
	void nothingIsSentAfterCloseOutput() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RawWebSocketClient client = run((connection) -> connection.closeOutput(GOING_AWAY)
			.then(connection.sendText("late"))
			.doOnError(failure::complete)
			.onErrorComplete()
			.then(connection.closeOutput(CloseStatus.NORMAL))
			.then(connection.close(CloseStatus.NORMAL)))) {
			client.expectClose(1001, "moving");
			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);

			client.sendClose(1001);

			client.expectEof();
		}
	}

	// ST-5, LT-9: after the peer's Close frame the handler may go on sending until it
	// closes
	@Test
	void manualReplyLetsTheHandlerSendAfterThePeersClose() {
		try (RawWebSocketClient client = run(manual(),
				(connection) -> connection.receive()
					.then(Mono.defer(() -> connection.sendText(connection.state().name())))
					.then(connection.close(CloseStatus.NORMAL)))) {
			client.sendClose(4000);

			client.expectText("CLOSE_RECEIVED");
			client.expectClose(1000);
			client.expectEof();
			assertThat(connection().closeStatus().map(CloseStatus::getCode).toFuture())
				.succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo(4000);
			assertThat(connection().state()).isEqualTo(WebSocketState.CLOSED);
		}
	}

	// CL-3: closeOutput in CLOSE_RECEIVED ends the connection
	@Test
	void manualReplyByCloseOutputEndsTheConnection() {
		try (RawWebSocketClient client = run(manual(),
				(connection) -> connection.receive().then(connection.closeOutput(CloseStatus.NORMAL)))) {
			client.sendClose(4000);

			client.expectClose(1000);
			client.expectEof();
		}
	}

	// LT-9: a handler that completes after the peer's Close frame leaves the reply to us
	@Test
	void manualReplyByCompletionAnswersWithThePeersCode() {
		try (RawWebSocketClient client = run(manual(), (connection) -> connection.receive().then())) {
			client.sendClose(4000);

			client.expectClose(4000);
			client.expectEof();
		}
	}

	// Design 3.1: at most close-timeout after receive() ended
	@Test
	void manualReplyThatDoesNotComeIsGivenUp() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		WebSocketAcceptOptions.Builder options = manual().closeTimeout(Duration.ofMillis(100));
		try (RawWebSocketClient client = run(options, (connection) -> connection.receive()
			.then(Mono.<Void>never().doOnCancel(() -> cancelled.complete(true))))) {
			client.sendClose(1000);

			Object end = client.next(TestServer.TIMEOUT);
			if (end instanceof Frame frame) {
				assertThat(frame.opcode()).isEqualTo(Frame.CLOSE);
				client.expectEnd();
			}
			assertThat(cancelled).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// ST-3, ST-4, RX-7: receive() completes, and the status is the peer's
	@ParameterizedTest
	@CsvSource({ "1000, ''", "1001, bye", "4999, grüße", "1005, ''" })
	void statusOfThePeerIsReported(int code, String reason) {
		CompletableFuture<CloseStatus> status = new CompletableFuture<>();
		try (RawWebSocketClient client = run((
				connection) -> connection.receive().then(connection.closeStatus()).doOnNext(status::complete).then())) {
			client.send(
					(code == Frame.NO_CLOSE_CODE) ? OutgoingFrame.of(Frame.CLOSE) : OutgoingFrame.close(code, reason));

			assertThat(status).succeedsWithin(TestServer.TIMEOUT).satisfies((found) -> {
				assertThat(found.getCode()).isEqualTo(code);
				assertThat(String.valueOf(found.getReason()).replace("null", "")).isEqualTo(reason);
			});
			client.expectClose((code == Frame.NO_CLOSE_CODE) ? 1000 : code);
			client.expectEof();
			assertReason(DisconnectReason.PEER_CLOSED);
		}
	}

	// RX-8: FIN without Close frame
	@Test
	void endOfStreamIsReportedAs1006() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RawWebSocketClient client = run(
				(connection) -> connection.receive().doOnError(failure::complete).then())) {
			client.connection().shutdownOutput();

			client.expectEnd();
			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);
			assertStatus(1006);
			assertReason(DisconnectReason.PEER_EOF);
		}
	}

	// RST
	@Test
	void resetIsReportedAs1006() {
		try (RawWebSocketClient client = run((connection) -> connection.receive().then())) {
			client.ping("open");
			client.expectPong("open");

			client.connection().reset();

			assertStatus(1006);
			assertReason(DisconnectReason.PEER_RESET);
		}
	}

	// CL-9, MP-9: abort is a reset without a Close frame, and everything pending fails
	@Test
	void abortResets() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RawWebSocketClient client = run(
				(connection) -> connection.receive().doOnError(failure::complete).then(Mono.never()))) {
			client.ping("received by now");
			client.expectPong("received by now");

			connection().abort();
			connection().abort();

			client.expectReset();
			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);
			assertReason(DisconnectReason.ABORTED);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	// ST: abort in CLOSE_SENT
	@Test
	void abortResetsAfterOurClose() {
		try (RawWebSocketClient client = run((connection) -> connection.closeOutput(GOING_AWAY).then(Mono.never()))) {
			client.expectClose(1001, "moving");

			connection().abort();

			client.expectReset();
			assertStatus(1006);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	// ST: abort in CLOSE_RECEIVED
	@Test
	void abortResetsAfterThePeersClose() {
		try (RawWebSocketClient client = run(manual(),
				(connection) -> connection.receive().then(Mono.fromRunnable(connection::abort)))) {
			client.sendClose(1000);

			client.expectReset();
			assertReason(DisconnectReason.PEER_CLOSED);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	// ST: the end of the stream in CLOSE_SENT is no answer
	@Test
	void endOfStreamInsteadOfCloseReplyAborts() {
		try (RawWebSocketClient client = run((connection) -> connection.close(GOING_AWAY))) {
			client.expectClose(1001, "moving");

			client.connection().shutdownOutput();

			client.expectEnd();
			assertStatus(1006);
			assertThat(connection().state()).isEqualTo(WebSocketState.ABORTED);
		}
	}

	// ST-2: close on a closed connection is silent
	@Test
	void closeOfClosedConnectionCompletes() {
		try (RawWebSocketClient client = run((connection) -> connection.receive().then())) {
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();

			assertReason(DisconnectReason.PEER_CLOSED);
			assertThat(connection().close().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection().close(GOING_AWAY).toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection().closeOutput(GOING_AWAY).toFuture()).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// CL-1, CL-2: arguments are checked before anything is sent
	@Test
	void illegalStatusIsRefusedAndChangesNothing() {
		try (RawWebSocketClient client = run((connection) -> connection.receive().then())) {
			for (int code : new int[] { 1004, 1006, 1015, 1016, 2999 }) {
				assertThatIllegalArgumentException().isThrownBy(() -> connection().close(new CloseStatus(code)));
			}
			CloseStatus longReason = CloseStatus.NORMAL.withReason("é".repeat(62));
			assertThatIllegalArgumentException().isThrownBy(() -> connection().closeOutput(longReason));
			assertThat(connection().state()).isEqualTo(WebSocketState.OPEN);

			connection().close(CloseStatus.NORMAL.withReason("x" + "é".repeat(61))).subscribe();

			client.expectClose(1000, "x" + "é".repeat(61));
		}
	}

	// CL-2: "no status" is an empty Close frame
	@Test
	void noStatusIsAnEmptyCloseFrame() {
		try (RawWebSocketClient client = run((connection) -> connection.close(CloseStatus.NO_STATUS_CODE))) {
			client.expectClose(Frame.NO_CLOSE_CODE);
		}
	}

	// ST-6: both sides close at the same time
	@Test
	void crossingCloseFramesEndTheConnection() {
		try (RawWebSocketClient client = run(
				(connection) -> connection.receive().next().then(connection.close(GOING_AWAY)))) {
			client.send(OutgoingFrame.text("close!"), OutgoingFrame.close(4000, ""));

			Frame close = client.readFrame();
			assertThat(close.closeCode()).isIn(1001, 4000);
			client.expectEnd();
		}
	}

	// CC-4: messages accepted before the Close frame go first
	@Test
	void closeFollowsTheMessagesAccepted() {
		try (RawWebSocketClient client = run((connection) -> Flux
			.merge(connection.sendText("x".repeat(100_000)), connection.sendText("2"), connection.close(GOING_AWAY))
			.then())) {
			client.expectText("x".repeat(100_000));
			client.expectText("2");
			client.expectClose(1001, "moving");
		}
	}

	private RawWebSocketClient run(Function<WebSocketConnection, Mono<Void>> script) {
		return run(WebSocketAcceptOptions.builder(), script);
	}

	private RawWebSocketClient run(WebSocketAcceptOptions.Builder options,
			Function<WebSocketConnection, Mono<Void>> script) {
		return this.server.run(options, (connection) -> {
			this.opened.complete(connection);
			return script.apply(connection);
		});
	}

	private WebSocketConnection connection() {
		return this.opened.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	private void assertReason(DisconnectReason reason) {
		assertThat(connection().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
		assertThat(connection().disconnected().reason()).contains(reason);
	}

	private void assertStatus(int code) {
		assertThat(connection().closeStatus().map(CloseStatus::getCode).toFuture()).succeedsWithin(TestServer.TIMEOUT)
			.isEqualTo(code);
	}

	private static WebSocketAcceptOptions.Builder manual() {
		return WebSocketAcceptOptions.builder().closeReply(CloseReply.MANUAL);
	}

}
