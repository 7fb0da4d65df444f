package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
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
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PD-29: few octets that become many. What they cost is bounded by the limits of what is
 * not compressed.
 */
@ConformanceTest({ "websocket.compression.enabled=true", "websocket.close-timeout=60s",
		"websocket.rate-limit.small-frames=0" })
class CompressionLimitsIntegrationTests {

	private static final String PMD = "permessage-deflate";

	private static final int MEGA = 1 << 20;

	private static final long BOUND = 12 * MEGA;

	/** Zeros that deflate to about 20 KB. */
	private static final byte[] BOMB = DeflatePeer.deflated(new byte[20 * MEGA]);

	private static final int LIMIT = 100_000;

	@Parameter
	private TestServer server;

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	// PD-29: as soon as the limit is crossed, in one frame or many
	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE, 1000, 100 })
	void bombIsTooBig(int fragment) {
		long before = memory();
		for (EchoTarget target : EchoTarget.values()) {
			try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD)) {
				peer.client().send(DeflatePeer.frames(Frame.BINARY, BOMB, fragment));
				peer.client().expectClose(1009);
				peer.client().expectEof();
			}
		}
		assertThat(memory() - before).isLessThan(BOUND);
	}

	// PD-29: a message that never ends need not be complete
	@Test
	void bombIsTooBigBeforeItEnds() {
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(),
				(connection) -> connection.receive().then(Mono.never()))) {
			peer.client().send(DeflatePeer.frame(Frame.BINARY, BOMB).withFin(false));
			peer.client().expectClose(1009);
			peer.client().expectEof();
			assertThat(connection().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection().disconnected().reason()).contains(DisconnectReason.TOO_BIG);
		}
	}

	// PD-29, Design 3.1: bombs to handlers that do not read stay compressed
	@Test
	void bombsToHandlersThatDoNotReadAreHeld() {
		List<DeflatePeer> peers = new ArrayList<>();
		List<WebSocketConnection> connections = new ArrayList<>();
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.maxMessageSize(DataSize.ofMegabytes(32));
		try {
			long before = memory();
			for (int i = 0; i < 20; i++) {
				CompletableFuture<WebSocketConnection> one = new CompletableFuture<>();
				HttpRequest request = this.server.scripted("/accept", options, (connection) -> {
					one.complete(connection);
					return Mono.never();
				});
				DeflatePeer peer = DeflatePeer.open(this.server, request, PMD);
				peers.add(peer);
				peer.client().send(DeflatePeer.frame(Frame.BINARY, BOMB));
				connections.add(one.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
			}
			awaitServed();

			assertThat(memory() - before).isLessThan(BOUND);
			assertThat(connections).allMatch((connection) -> connection.state() == WebSocketState.OPEN);
			for (WebSocketConnection connection : List.of(connections.get(0), connections.get(19))) {
				Integer length = connection.receive()
					.map((message) -> message.getPayload().readableByteCount())
					.next()
					.block(TestServer.TIMEOUT);
				assertThat(length).isEqualTo(20 * MEGA);
			}
			peers.get(0).client().ping("usable");
			peers.get(0).client().expectPong("usable");
			peers.get(0).client().send(DeflatePeer.frame(Frame.TEXT, DeflatePeer.hex("f248cdc9c90700")));
			assertThat(connections.get(0)
				.receive()
				.map((message) -> message.getPayloadAsText())
				.next()
				.block(TestServer.TIMEOUT)).isEqualTo("Hello");
			connections.get(0).sendText("Hello").block(TestServer.TIMEOUT);
			peers.get(0).expectText("Hello");
		}
		finally {
			peers.forEach(DeflatePeer::close);
		}
	}

	// PD-29: what is held breaks the limit when it is read and not before
	@Test
	void heldBombIsTooBigWhenItIsRead() {
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(), (connection) -> Mono.never())) {
			peer.client().send(DeflatePeer.frame(Frame.BINARY, BOMB));
			awaitServed();
			assertThat(connection().state()).isEqualTo(WebSocketState.OPEN);

			connection().receive().onErrorComplete().subscribe();

			peer.client().expectClose(1009);
			peer.client().expectEof();
		}
	}

	// PD-29: what is held is released with the connection
	@Test
	void heldBombIsReleasedWithTheConnection() {
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(), (connection) -> Mono.never())) {
			peer.client().send(DeflatePeer.frame(Frame.BINARY, BOMB));
			awaitServed();
			peer.client().connection().reset();
			assertThat(connection().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// Design 3.1: streams have no limit, and their demand is that of the reader
	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE, 1000, 10 })
	void slowStreamIsCompleteAndInOrder(int fragment) {
		byte[] content = numbers((fragment > 10) ? 4 * MEGA : MEGA);
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(), (connection) -> connection
			.send(connection.receiveStreams().concatMap((stream) -> digest(stream)).map(connection::textMessage)))) {
			for (int i = 0; i < 2; i++) {
				peer.send(Frame.TEXT, content, fragment);
				peer.sendText("between");
				peer.expectText(digest(content));
				peer.expectText(digest(DeflatePeer.octets("between")));
			}
		}
	}

	// Design 3.1: a stream inflates as it is read
	@Test
	void streamThatIsNotReadIsNotInflated() {
		Sinks.Empty<Void> read = Sinks.empty();
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(),
				(connection) -> connection.send(connection.receiveStreams()
					.concatMap((stream) -> read.asMono().thenMany(digest(stream)))
					.map(connection::textMessage)))) {
			long before = memory();
			peer.client().send(DeflatePeer.frame(Frame.BINARY, BOMB));
			awaitServed();
			assertThat(memory() - before).isLessThan(BOUND);

			read.tryEmitEmpty().orThrow();

			peer.expectText(digest(new byte[20 * MEGA]));
		}
	}

	// Design 3.1: the rest of a stream that is cancelled is skipped
	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE, 1000 })
	void cancelledStreamIsSkipped(int fragment) {
		try (DeflatePeer peer = open(WebSocketAcceptOptions.builder(), (connection) -> connection.send(connection
			.receiveStreams()
			.concatMap(
					(stream) -> stream.map((piece) -> piece.toString(StandardCharsets.UTF_8).substring(0, 3)).take(1))
			.map(connection::textMessage)))) {
			for (int i = 0; i < 3; i++) {
				peer.send(Frame.TEXT, numbers(MEGA), fragment);
				peer.expectText("000");
				peer.sendText("next");
				peer.expectText("nex");
			}
		}
	}

	// Limits: the content counts and not what is sent, however it compresses
	@ParameterizedTest
	@ValueSource(ints = { Integer.MAX_VALUE, 1000, 200 })
	void messageAtTheLimitPassesAndOneOctetMoreIsTooBig(int fragment) {
		for (boolean compressible : new boolean[] { true, false }) {
			WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
				.maxMessageSize(DataSize.ofBytes(LIMIT));
			try (DeflatePeer peer = open(options,
					(connection) -> connection.send(connection.receive().doOnNext((message) -> message.retain())))) {
				for (int i = 0; i < 3; i++) {
					peer.send(Frame.BINARY, content(compressible, LIMIT), fragment);
					peer.expect(Frame.BINARY, content(compressible, LIMIT));
				}
				peer.send(Frame.BINARY, content(compressible, LIMIT + 1), fragment);
				peer.client().expectClose(1009);
				peer.client().expectEof();
			}
		}
	}

	// Limits: fragments that bring no content count
	@ParameterizedTest
	@EnumSource
	void endlessFragmentsAreTooBig(EchoTarget target) {
		try (DeflatePeer peer = DeflatePeer.open(this.server, target, PMD)) {
			peer.client().send(DeflatePeer.frames(Frame.BINARY, new byte[0], 1).get(0).withFin(false));
			peer.client()
				.send(DeflatePeer.frames(Frame.CONTINUATION, DeflatePeer.hex("000000ffff".repeat(2000)), 5)
					.stream()
					.map((frame) -> frame.withRsv(0).withFin(false))
					.toList());
			peer.client().expectClose(1009);
			peer.client().expectEnd();
		}
	}

	// Design 3.7: what waits for a slow reader is bounded and complete
	@Test
	void slowReaderGetsAllThatWasCompressed() {
		byte[] noise = content(false, MEGA);
		HttpRequest request = this.server
			.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> connection.send(
					Flux.range(0, 10).map((i) -> connection.binaryMessage((factory) -> factory.wrap(noise.clone())))));
		RawWebSocketClient client = this.server.connect(RawConnection.builder().receiveBuffer(4096))
			.upgrade(request.withAdded(DeflatePeer.HEADER, PMD));
		try (DeflatePeer peer = DeflatePeer.of(client)) {
			awaitServed();
			for (int i = 0; i < 10; i++) {
				peer.expect(Frame.BINARY, noise);
			}
			client.expectClose(1000);
		}
	}

	private DeflatePeer open(WebSocketAcceptOptions.Builder options, TestServer.Script script) {
		HttpRequest request = this.server.scripted("/accept", options, (connection) -> {
			this.opened.complete(connection);
			return script.run(connection);
		});
		return DeflatePeer.open(this.server, request, PMD);
	}

	private WebSocketConnection connection() {
		return this.opened.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	// Whatever the server was sent before has most likely reached it when it serves
	// another
	private void awaitServed() {
		try (RawWebSocketClient other = this.server.open(EchoTarget.ENDPOINT)) {
			for (int i = 0; i < 10; i++) {
				other.ping("tick");
				other.expectPong("tick");
			}
		}
	}

	// Takes one piece after the other, each by way of another thread
	private static Mono<String> digest(Flux<DataBuffer> stream) {
		CRC32 digest = new CRC32();
		return stream.map((piece) -> {
			byte[] octets = new byte[piece.readableByteCount()];
			piece.read(octets);
			return octets;
		})
			.concatMap((octets) -> Mono.just(octets).publishOn(Schedulers.parallel()), 1)
			.doOnNext(digest::update)
			.map((octets) -> octets.length)
			.reduce(0, Integer::sum)
			.map((length) -> length + " " + digest.getValue());
	}

	private static String digest(byte[] content) {
		CRC32 digest = new CRC32();
		digest.update(content);
		return content.length + " " + digest.getValue();
	}

	private static byte[] numbers(int length) {
		StringBuilder text = new StringBuilder(length + 10);
		for (int i = 0; text.length() < length; i++) {
			text.append("%07d ".formatted(i));
		}
		return DeflatePeer.octets(text.substring(0, length));
	}

	private static byte[] content(boolean compressible, int length) {
		byte[] content = new byte[length];
		if (!compressible) {
			new Random(length).nextBytes(content);
		}
		return content;
	}

	private static long memory() {
		System.gc();
		long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
		return heap + PlatformDependent.usedDirectMemory();
	}

}
