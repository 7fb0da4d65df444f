package io.github.websocketstarter.conformance;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.LengthEncoding;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a peer gets that breaks the protocol or a limit, beyond the Autobahn cases: the
 * code, no reason, at once. And what the application sees of it.
 */
@ConformanceTest
class ViolationIntegrationTests {

	private static final String MASK_KEY = "37fa213d";

	private static final OutgoingFrame TEXT = OutgoingFrame.text("hello");

	private static final OutgoingFrame OPEN_TEXT = TEXT.withFin(false);

	static final List<WireCase> VIOLATIONS = List.of(WireCase.of("RX-20 RSV2", TEXT.withRsv(2)).failing(1002),
			WireCase.of("RX-20 RSV3", TEXT.withRsv(1)).failing(1002),
			WireCase.of("RX-21 RSV1", TEXT.withRsv(4)).failing(1002),
			WireCase.of("RX-21 RSV1 on continuation", OPEN_TEXT, OutgoingFrame.of(Frame.CONTINUATION).withRsv(4))
				.failing(1002),
			WireCase.of("RX-33 RSV1 on PING", OutgoingFrame.ping("").withRsv(4)).failing(1002),
			WireCase.of("RX-33 RSV1 on Close", OutgoingFrame.close(1000, "").withRsv(4)).failing(1002),
			WireCase.of("RX-22", TEXT.withLength(LengthEncoding.BITS_64, Long.MIN_VALUE)).failing(1002),
			WireCase.of("RX-22 all bits", TEXT.withLength(LengthEncoding.BITS_64, -1)).failing(1002),
			WireCase.of("RX-23", TEXT.withMaskKey(null)).failing(1002),
			WireCase.of("RX-23 PING", OutgoingFrame.ping("").withMaskKey(null)).failing(1002),
			WireCase.of("RX-23 Close", OutgoingFrame.close(1000, "").withMaskKey(null)).failing(1002),
			WireCase.of("RX-24", OutgoingFrame.of(Frame.CONTINUATION)).failing(1002),
			WireCase.of("RX-25", OPEN_TEXT, TEXT).failing(1002),
			WireCase.of("RX-26 no FIN", OutgoingFrame.ping("").withFin(false)).failing(1002),
			WireCase.of("RX-26 length in 16 bits", OutgoingFrame.of(Frame.PONG, new byte[126])).failing(1002),
			WireCase.of("RX-26 length in 64 bits", OutgoingFrame.of(Frame.PING, new byte[65536])).failing(1002),
			WireCase.of("RX-12 short in 16 bits", TEXT.withLength(LengthEncoding.BITS_16, 5)).failing(1002),
			WireCase.of("RX-12 short in 64 bits", TEXT.withLength(LengthEncoding.BITS_64, 5)).failing(1002),
			WireCase
				.of("RX-12 medium in 64 bits",
						OutgoingFrame.binary(new byte[65535]).withLength(LengthEncoding.BITS_64, 65535))
				.failing(1002),
			WireCase.of("RX-12 PING in 16 bits", OutgoingFrame.ping("x").withLength(LengthEncoding.BITS_16, 1))
				.failing(1002),
			WireCase.of("RX-28", OutgoingFrame.of(Frame.TEXT, (byte) 0xFF)).failing(1007));

	@Parameter
	private TestServer server;

	// RX-12, RX-20 to RX-28, RX-33
	@ParameterizedTest
	@FieldSource("VIOLATIONS")
	void violationIsAnsweredWithItsCode(WireCase violation) {
		violation.runs(Pace.TOGETHER).forEach((run) -> run.verify(this.server));
	}

	// RX-20 to RX-27: the header is enough
	@ParameterizedTest
	@MethodSource
	void violationInHeaderIsAnsweredBeforeThePayloadComes(String header) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.connection().write(HexFormat.of().parseHex(header + MASK_KEY));

			client.expectClose(1002);
			client.expectEof();
		}
	}

	static Stream<String> violationInHeaderIsAnsweredBeforeThePayloadComes() {
		return Stream.of("c185", "b185", "9185", "8105", "8085", "8385", "8b85", "0985", "89fe0080", "81fe0005",
				"81ff0000000000000005", "82ff8000000000010000");
	}

	// RX-20 to RX-28: receive() fails, pending work ends, the token tells why
	@ParameterizedTest
	@FieldSource("VIOLATIONS")
	void applicationSeesTheViolation(WireCase violation) {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run((connection) -> {
			opened.complete(connection);
			return connection.receive().doOnError(failure::complete).then();
		})) {
			client.send(violation.frames());
			client.expectClose(violation.failure());

			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);
			WebSocketConnection connection = opened.join();
			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.PROTOCOL_ERROR);
			assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
			assertThat(connection.closeStatus().map(CloseStatus::getCode).toFuture()).succeedsWithin(TestServer.TIMEOUT)
				.isEqualTo(violation.failure());
		}
	}

	// Design 3.8: a Close frame is sent at most once
	@Test
	void violationAfterOurCloseEndsWithoutAnotherCloseFrame() {
		try (RawWebSocketClient client = this.server
			.run((connection) -> connection.closeOutput(CloseStatus.NORMAL).then(connection.receive().then()))) {
			client.expectClose(1000);

			client.send(OutgoingFrame.of(15));

			client.expectEof();
		}
	}

	// Limits: the header of a frame that is too long is enough
	@Test
	void frameOverTheLimitIsTooBigAlreadyByItsHeader() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder().maxFrameSize(DataSize.ofBytes(1000));
		verifyTooBig(options, OutgoingFrame.binary().withLength(LengthEncoding.MINIMAL, 1001));
	}

	// Limits: without a limit of its own a frame may have the size of a message
	@Test
	void frameOverTheLimitOfMessagesIsTooBigAlreadyByItsHeader() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.maxMessageSize(DataSize.ofBytes(1000));
		verifyTooBig(options, OutgoingFrame.binary().withLength(LengthEncoding.MINIMAL, 1001));
		verifyTooBig(options, OutgoingFrame.binary().withLength(LengthEncoding.MINIMAL, 1L << 62));
	}

	// Limits: the fragment that crosses the limit is refused by its header
	@Test
	void messageOverTheLimitIsTooBig() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.maxMessageSize(DataSize.ofBytes(1000));
		verifyTooBig(options, OutgoingFrame.binary(new byte[600]).withFin(false),
				OutgoingFrame.of(Frame.CONTINUATION).withLength(LengthEncoding.MINIMAL, 401));
	}

	// Limits
	@Test
	void messageOfTooManyFragmentsIsTooBig() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder().maxFragments(3);
		OutgoingFrame middle = OutgoingFrame.of(Frame.CONTINUATION, "x").withFin(false);
		verifyTooBig(options, OutgoingFrame.text("x").withFin(false), middle, middle, middle);
	}

	// Limits: the default of 1 MB
	@Test
	void messageOverTheDefaultLimitIsTooBig() {
		verifyTooBig(WebSocketAcceptOptions.builder(),
				OutgoingFrame.binary().withLength(LengthEncoding.MINIMAL, (1 << 20) + 1));
	}

	// Limits: what is exactly as large as allowed passes, again and again
	@Test
	void messagesAtTheLimitsPass() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.maxMessageSize(DataSize.ofBytes(1000))
			.maxFrameSize(DataSize.ofBytes(400))
			.maxFragments(3);
		byte[] payload = new byte[1000];
		try (RawWebSocketClient client = this.server.run(options,
				(connection) -> connection.send(connection.receive().doOnNext((message) -> message.retain())))) {
			for (int i = 0; i < 3; i++) {
				client.send(OutgoingFrame.fragments(Frame.BINARY, payload, 400));
				client.expectBinary(payload);
			}
		}
	}

	private void verifyTooBig(WebSocketAcceptOptions.Builder options, OutgoingFrame... frames) {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(options, (connection) -> {
			opened.complete(connection);
			return connection.receive().then(Mono.never());
		})) {
			client.send(frames);

			client.expectClose(1009);
			client.expectEof();
			assertThat(opened.join().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(opened.join().disconnected().reason()).contains(DisconnectReason.TOO_BIG);
		}
	}

}
