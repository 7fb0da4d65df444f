package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.SendOption;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is agreed about compression, and what a compressed connection then sends and
 * takes.
 */
@ConformanceTest({ "websocket.compression.enabled=true", "websocket.close-timeout=60s" })
class CompressionIntegrationTests {

	private static final String PMD = "permessage-deflate";

	private static final String RESET = PMD + "; server_no_context_takeover";

	@Parameter
	private TestServer server;

	// PD-2 to PD-4, PD-7, PD-9 to PD-15: the answer to an offer, empty if there is none
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PMD | PMD
			x-other; a=b, PMD | PMD
			PMD; server_max_window_bits=8, PMD; client_no_context_takeover, PMD | PMD; client_no_context_takeover
			PMD; client_no_context_takeover | PMD; client_no_context_takeover
			PMD; server_no_context_takeover | PMD; server_no_context_takeover
			PMD; client_max_window_bits | PMD; client_max_window_bits=15
			PMD; client_max_window_bits=10 | PMD; client_max_window_bits=10
			PMD; server_max_window_bits=10 | PMD; server_max_window_bits=10
			PMD; server_max_window_bits=9; client_no_context_takeover; server_no_context_takeover; \
			client_max_window_bits | PMD; client_no_context_takeover; client_max_window_bits=15; \
			server_no_context_takeover; server_max_window_bits=9
			PMD; client_max_window_bits=8 | ''
			PMD; client_no_context_takeover; client_no_context_takeover | ''
			x-webkit-deflate-frame | ''
			PMDx | ''
			""")
	void offerIsAnswered(String offer, String answer) {
		HttpRequest request = HttpRequest.upgrade(EchoTarget.ENDPOINT.path())
			.withAdded(DeflatePeer.HEADER, offer.replace("PMD", PMD));
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			assertThat(client.handshake().header(DeflatePeer.HEADER)).isEqualTo(answer.replace("PMD", PMD));
			client.sendText("hello");
			assertThat(client.readFrame().rsv()).isEqualTo(answer.isEmpty() ? 0 : DeflatePeer.RSV1);
		}
	}

	// PD-2: offers of several lines
	@Test
	void firstAcceptableLineIsAnswered() {
		HttpRequest request = HttpRequest.upgrade(EchoTarget.ENDPOINT.path())
			.withAdded(DeflatePeer.HEADER, PMD + "; unknown, x-other")
			.withAdded(DeflatePeer.HEADER, RESET)
			.withAdded(DeflatePeer.HEADER, PMD);
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			assertThat(client.handshake().headers(DeflatePeer.HEADER)).containsExactly(RESET);
		}
	}

	// PD-21: the vectors of .NET
	@ParameterizedTest
	@ValueSource(strings = { "c105f200110000", "c107f248cdc9c90700" })
	void repeatedMessageIsSentByTakeoverOrInFull(String again) {
		boolean takeover = again.startsWith("c105");
		try (DeflatePeer peer = run(takeover ? PMD : RESET,
				(connection) -> Flux.range(0, 2).concatMap((i) -> connection.sendText("Hello")).then())) {
			assertNext(peer, "c107f248cdc9c90700");
			assertNext(peer, again);
			peer.client().expectClose(1000);
		}
	}

	// PD-22
	@ParameterizedTest
	@ValueSource(strings = { PMD, RESET })
	void emptyMessageIsOneOctet(String offer) {
		try (DeflatePeer peer = run(offer,
				(connection) -> connection.sendText("")
					.then(connection.sendText(""))
					.then(connection.sendStream(WebSocketMessage.Type.BINARY, Flux.empty()))
					.then(connection.sendText("Hello")))) {
			assertNext(peer, "c10100");
			assertNext(peer, "c10100");
			assertNext(peer, "c20100");
			assertNext(peer, "c107f248cdc9c90700");
		}
	}

	// PD-20: RSV1 on the first frame, every fragment flushed, the tail cut from the last
	@ParameterizedTest
	@ValueSource(strings = { PMD, RESET, PMD + "; server_max_window_bits=9" })
	void streamIsSentInCompressedFragments(String offer) {
		try (DeflatePeer peer = run(offer, (connection) -> stream(connection, "Hello", "Hello"))) {
			Frame first = peer.client().readFrame();
			assertThat(first).isEqualTo(frame(false, DeflatePeer.RSV1, Frame.TEXT, "f248cdc9c907000000ffff"));
			Frame second = peer.client().readFrame();
			assertThat(second.opcode()).isEqualTo(Frame.CONTINUATION);
			assertThat(second.rsv()).isZero();
			assertThat(second.fin()).isFalse();
			assertThat(second.payload()).endsWith(0, 0, -1, -1);
			assertThat(peer.client().readFrame()).isEqualTo(frame(true, 0, Frame.CONTINUATION, "00"));
		}
		try (DeflatePeer peer = run(offer, (connection) -> stream(connection, "Hello", "", "Hello", "x".repeat(100_000))
			.then(stream(connection, "Hello")))) {
			peer.expectText("HelloHello" + "x".repeat(100_000));
			peer.expectText("Hello");
		}
	}

	// PD-23, PD-26: raw and without RSV1, between messages that are compressed
	@Test
	void messageIsNotCompressedIfNotWanted() {
		try (DeflatePeer peer = run(PMD, (connection) -> connection.sendText("Hello")
			.then(connection.send(connection.textMessage("one"), SendOption.DISABLE_COMPRESSION))
			.then(connection.sendStream(WebSocketMessage.Type.TEXT, buffers(connection, "tw", "o"),
					SendOption.DISABLE_COMPRESSION))
			.then(connection
				.send(Flux.just("three", "four").map(connection::textMessage).map(SendOption.DISABLE_COMPRESSION::on)))
			.then(connection.send(connection.textMessage("Hello"))))) {
			assertNext(peer, "c107f248cdc9c90700");
			for (String text : List.of("one", "two", "three", "four")) {
				peer.client().expectText(text);
			}
			assertNext(peer, "c105f200110000");
		}
	}

	// PD-24
	@Test
	void controlFramesAreNotCompressed() {
		try (DeflatePeer peer = run(PMD,
				(connection) -> connection
					.send(Flux.just(connection.pingMessage((factory) -> factory.wrap(new byte[100])),
							connection.pongMessage((factory) -> factory.wrap(new byte[100]))))
					.then(connection.receive().then()))) {
			assertThat(peer.client().expectPing()).isEqualTo(new byte[100]);
			peer.client().expectPong(new byte[100]);
			peer.client().ping("x".repeat(125));
			peer.client().expectPong("x".repeat(125));
		}
	}

	// PD-24: control frames between the frames of a compressed message
	@ParameterizedTest
	@EnumSource
	void controlFramesPassBetweenCompressedFragments(EchoTarget target) {
		try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD)) {
			for (OutgoingFrame frame : DeflatePeer.frames(Frame.TEXT, peer.deflate(DeflatePeer.octets("Hello")), 1)) {
				peer.client().send(frame);
				peer.client().ping("between");
				if (!frame.fin()) {
					peer.client().expectPong("between");
				}
			}
			peer.expectText("Hello");
			peer.client().expectPong("between");
		}
	}

	// PD-26
	@ParameterizedTest
	@EnumSource
	void messageMayComeUncompressed(EchoTarget target) {
		try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD)) {
			for (int i = 0; i < 3; i++) {
				peer.client().sendText("plain " + i);
				peer.expectText("plain " + i);
				peer.sendText("compressed");
				peer.expectText("compressed");
				peer.client().send(OutgoingFrame.fragments(Frame.TEXT, DeflatePeer.octets("plain"), 1));
				peer.expectText("plain");
			}
		}
	}

	// PD-27, RFC 7692 §7.2.3: what other compressors send for "Hello"; by frame
	@ParameterizedTest
	@ValueSource(strings = { "f248cdc9c90700", "f248cd c9c90700", "f248cdc9c90700 -", "- f248cdc9c90700",
			"f248cdc9c907000000ffff 00", "000500faff48656c6c6f00", "f348cdc9c9070000", "f2480500 0000ffffcac9c90700",
			"f24805000000ffffcac9c90700", "f2480500 00 00 ffff ca c9 c9 07 00", "f248cdc9c907000000ffff - - 00",
			"0000 00ffff f248cdc9c90700" })
	void compressedMessageIsInflated(String hex) {
		String[] payloads = hex.split(" ");
		for (EchoTarget target : EchoTarget.values()) {
			try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD + "; client_no_context_takeover")) {
				for (int i = 0; i < 3; i++) {
					for (int j = 0; j < payloads.length; j++) {
						byte[] payload = DeflatePeer.hex(payloads[j].replace("-", ""));
						peer.client()
							.send(OutgoingFrame.of((j == 0) ? Frame.TEXT : Frame.CONTINUATION, payload)
								.withRsv((j == 0) ? DeflatePeer.RSV1 : 0)
								.withFin(j == payloads.length - 1));
					}
					peer.expectText("Hello");
				}
			}
		}
	}

	// PD-21: the second "Hello" refers to the first
	@ParameterizedTest
	@EnumSource
	void messageMayReferToTheOneBefore(EchoTarget target) {
		try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD)) {
			for (String payload : List.of("f248cdc9c90700", "f200110000", "f200110000")) {
				peer.client().send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex(payload)));
				peer.expectText("Hello");
			}
		}
	}

	// PD-12: not if the client said that it would not
	@Test
	void messageMayNotReferToTheOneBeforeWithoutTakeover() {
		try (DeflatePeer peer = DeflatePeer.open(this.server, EchoTarget.ENDPOINT,
				PMD + "; client_no_context_takeover")) {
			peer.client().send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex("f248cdc9c90700")));
			peer.expectText("Hello");
			peer.client().send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex("f200110000")));
			peer.client().expectClose(1007);
			peer.client().expectEof();
		}
	}

	// PD-24, PD-25, RX-20, RX-33: RSV1 where it may not be
	@ParameterizedTest
	@CsvSource({ "true, 0, 4", "true, 8, 4", "true, 9, 4", "true, 10, 4", "false, 0, 4", "true, 1, 2", "true, 1, 1",
			"true, 1, 6", "true, 2, 5" })
	void reservedBitElsewhereIsAViolation(boolean fin, int opcode, int rsv) {
		try (DeflatePeer peer = run(PMD, (connection) -> connection.receive().then())) {
			if (opcode == Frame.CONTINUATION) {
				peer.client().send(DeflatePeer.frame(Frame.TEXT, new byte[1]).withFin(false));
			}
			peer.client().send(OutgoingFrame.of(opcode).withFin(fin).withRsv(rsv));
			peer.client().expectClose(1002);
			peer.client().expectEof();
		}
	}

	// PD-25: RSV1 without an agreement
	@ParameterizedTest
	@EnumSource
	void compressedMessageWithoutAgreementIsAViolation(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			client.send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex("f248cdc9c90700")));
			client.expectClose(1002);
			client.expectEof();
		}
	}

	// PD-28, RX-28: corrupt data (a reserved block, a wrong length, a reference too far
	// back, a block that breaks off), compressed text that is not UTF-8
	@ParameterizedTest
	@ValueSource(strings = { "ff", "000500faf0", "f200110000", "f248cdc9", "0aff", "" })
	void corruptMessageIsBadData(String hex) {
		byte[] payload = hex.isEmpty() ? DeflatePeer.deflated(new byte[] { 'a', (byte) 0xC3, 'a' })
				: DeflatePeer.hex(hex);
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (DeflatePeer peer = run(PMD, (connection) -> {
			opened.complete(connection);
			return connection.receive().doOnError(failure::complete).then();
		})) {
			peer.client().send(DeflatePeer.frame(Frame.TEXT, payload));

			peer.client().expectClose(1007);
			peer.client().expectEof();
			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);
			assertThat(opened.join().state()).isEqualTo(WebSocketState.ABORTED);
			assertThat(opened.join().disconnected().reason()).contains(DisconnectReason.PROTOCOL_ERROR);
		}
	}

	// U8-1: a character that is cut off at the end, and one that spans two frames
	@Test
	void compressedTextIsCheckedAcrossFrames() {
		try (DeflatePeer peer = DeflatePeer.open(this.server, EchoTarget.ENDPOINT, PMD)) {
			for (int fragment : List.of(1, 2, 3, 100)) {
				peer.send(Frame.TEXT, DeflatePeer.octets("κόσμε 😀".repeat(10)), fragment);
				peer.expectText("κόσμε 😀".repeat(10));
			}
			peer.send(Frame.TEXT, new byte[] { 'a', (byte) 0xCE }, 1);
			peer.client().expectClose(1007);
			peer.client().expectEof();
		}
	}

	// Design 3.7: senders of many threads share one deflater
	@ParameterizedTest
	@ValueSource(strings = { PMD, RESET, PMD + "; server_max_window_bits=9" })
	void concurrentSendersAreCompressedInTheOrderOfTheWire(String offer) {
		try (DeflatePeer peer = run(offer,
				(connection) -> Flux.range(0, 8)
					.flatMap((sender) -> Flux.range(0, 100)
						.concatMap((i) -> (i % 3 == 0) ? stream(connection, "sender", " " + sender, " " + i)
								: connection.sendText("sender " + sender + " " + i))
						.subscribeOn(Schedulers.parallel()))
					.then())) {
			for (int i = 0; i < 800; i++) {
				assertThat(peer.readMessage().text()).matches("sender \\d \\d+");
			}
			peer.client().expectClose(1000);
		}
	}

	private DeflatePeer run(String offer, TestServer.Script script) {
		return DeflatePeer.open(this.server, this.server.scripted("/script", WebSocketAcceptOptions.builder(), script),
				offer);
	}

	private static Mono<Void> stream(WebSocketConnection connection, String... parts) {
		return connection.sendStream(WebSocketMessage.Type.TEXT, buffers(connection, parts));
	}

	private static Flux<DataBuffer> buffers(WebSocketConnection connection, String... parts) {
		return Flux.fromArray(parts)
			.map((part) -> connection.bufferFactory().wrap(part.getBytes(StandardCharsets.UTF_8)));
	}

	private static void assertNext(DeflatePeer peer, String wire) {
		byte[] octets = DeflatePeer.hex(wire);
		assertThat(peer.client().readFrame())
			.isEqualTo(frame(true, DeflatePeer.RSV1, octets[0] & 15, wire.substring(4)));
	}

	private static Frame frame(boolean fin, int rsv, int opcode, String payload) {
		return new Frame(fin, rsv, opcode, false, DeflatePeer.hex(payload));
	}

}
