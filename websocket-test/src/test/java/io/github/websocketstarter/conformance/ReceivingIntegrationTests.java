package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application receives, when it reads early, late, slowly or in pieces.
 */
@ConformanceTest
class ReceivingIntegrationTests {

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	// Design 3.1: demand counts messages, in however many frames and reads they come
	@Test
	void demandCountsMessages() {
		try (RawWebSocketClient client = open(WebSocketAcceptOptions.builder())) {
			StepVerifier.create(texts(), 0)
				.then(() -> client.sendText("one"))
				.thenRequest(1)
				.expectNext("one")
				.then(() -> client.send(OutgoingFrame.fragments(Frame.TEXT, octets("two"), 1)))
				.then(() -> client.sendText("three"))
				.thenRequest(1)
				.expectNext("two")
				.thenRequest(1)
				.expectNext("three")
				.then(() -> client.sendClose(1000))
				.expectComplete()
				.verify(TestServer.TIMEOUT);
		}
	}

	// Design 3.1: what came before the application reads is still there, read-ahead and
	// all
	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 100, 1000 })
	void messagesWaitForLateSubscriber(int count) {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder().readAhead(DataSize.ofKilobytes(4));
		try (RawWebSocketClient client = open(options)) {
			List<OutgoingFrame> frames = IntStream.range(0, count)
				.mapToObj((i) -> OutgoingFrame.text(i + "-".repeat(400)))
				.toList();
			// may take until the server reads
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> client.send(frames));
			awaitServed();

			List<String> received = texts().take(count).collectList().block(TestServer.TIMEOUT);

			assertThat(sent).succeedsWithin(TestServer.TIMEOUT);
			assertThat(received).hasSize(count);
			assertThat(received).allSatisfy((text) -> assertThat(text).startsWith(received.indexOf(text) + "-"));
		}
	}

	// Design 3.1: the next subscriber goes on where the last one stopped
	@Test
	void nextSubscriberContinues() {
		try (RawWebSocketClient client = open(WebSocketAcceptOptions.builder())) {
			client.send(OutgoingFrame.text("one"), OutgoingFrame.text("two"), OutgoingFrame.text("thr").withFin(false));
			assertThat(texts().next().block(TestServer.TIMEOUT)).isEqualTo("one");
			assertThat(texts().next().block(TestServer.TIMEOUT)).isEqualTo("two");
			client.send(OutgoingFrame.of(Frame.CONTINUATION, "ee"));
			assertThat(texts().next().block(TestServer.TIMEOUT)).isEqualTo("three");
		}
	}

	// Design 3.1: one subscriber at a time
	@Test
	void secondSubscriberIsRefusedAndTheFirstGoesOn() {
		try (RawWebSocketClient client = open(WebSocketAcceptOptions.builder())) {
			StepVerifier.create(texts())
				.then(() -> StepVerifier.create(connection().receive())
					.expectError(IllegalStateException.class)
					.verify(TestServer.TIMEOUT))
				.then(() -> client.sendText("still here"))
				.expectNext("still here")
				.thenCancel()
				.verify(TestServer.TIMEOUT);
		}
	}

	// Design 3.1: messages larger than memory, and than all limits but the frame's
	@Test
	void streamIsNotLimited() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.maxMessageSize(DataSize.ofKilobytes(1))
			.maxFragments(3);
		try (RawWebSocketClient client = this.server.run(options, (connection) -> connection
			.send(lengths(connection).map((length) -> connection.textMessage(String.valueOf(length)))))) {
			client.send(OutgoingFrame.fragments(Frame.BINARY, new byte[100_000], 10_000));
			client.expectText("100000");
			client.send(OutgoingFrame.binary(new byte[50_000]));
			client.expectText("50000");
			client.sendText("");
			client.expectText("0");
		}
	}

	// Design 3.1: a piece is there before the rest of its message
	@Test
	void streamDeliversPiecesAsTheyCome() {
		try (RawWebSocketClient client = this.server.run((connection) -> connection.send(connection.receiveStreams()
			.concatMap((stream) -> stream.map((piece) -> piece.toString(StandardCharsets.UTF_8)))
			.map(connection::textMessage)))) {
			byte[] frame = OutgoingFrame.text("onetwo").encode();
			client.connection().write(Arrays.copyOf(frame, frame.length - 3));
			client.expectText("one");
			client.connection().write(Arrays.copyOfRange(frame, frame.length - 3, frame.length));
			client.expectText("two");
		}
	}

	// Design 3.1: cancelling an inner stream skips the rest of its message
	@Test
	void cancelledStreamSkipsTheRestOfItsMessage() {
		try (RawWebSocketClient client = this.server.run((connection) -> connection.send(connection.receiveStreams()
			.concatMap(
					(stream) -> stream.map((piece) -> piece.toString(StandardCharsets.UTF_8).substring(0, 1)).take(1))
			.map(connection::textMessage)))) {
			client.send(OutgoingFrame.fragments(Frame.TEXT, octets("1".repeat(100)), 10));
			client.send(OutgoingFrame.fragments(Frame.TEXT, octets("2".repeat(100)), 10));
			client.expectText("1");
			client.expectText("2");
		}
	}

	// U8-1, U8-2: pieces are checked as well
	@Test
	void streamOfTextIsCheckedToBeUtf8() {
		Sinks.One<Throwable> failure = Sinks.one();
		try (RawWebSocketClient client = this.server.run((connection) -> connection.receiveStreams()
			.concatMap((stream) -> stream.doOnError(failure::tryEmitValue))
			.then())) {
			client.send(OutgoingFrame.of(Frame.TEXT, (byte) 'a', (byte) 0xC3).withFin(false));
			client.ping("incomplete is fine");
			client.expectPong("incomplete is fine");

			client.send(OutgoingFrame.of(Frame.CONTINUATION, (byte) 'a').withFin(false));

			client.expectClose(1007);
			client.expectEof();
			assertThat(failure.asMono().toFuture()).succeedsWithin(TestServer.TIMEOUT);
		}
	}

	// Design 3.1: back-pressure reaches the peer also inside a message
	@Test
	void streamThatIsNotReadHoldsBackThePeer() {
		Sinks.Empty<Void> read = Sinks.empty();
		try (RawWebSocketClient client = this.server.run((connection) -> connection.send(connection.receiveStreams()
			.concatMap((stream) -> read.asMono()
				.thenMany(stream)
				.map(DataBuffer::readableByteCount)
				.reduce(0, Integer::sum))
			.map((length) -> connection.textMessage(String.valueOf(length)))));
				Flood flood = Flood.start(client, OutgoingFrame.binary(new byte[4 << 20]).encode(), 4 << 20)) {
			awaitServed();

			read.tryEmitEmpty().orThrow();

			client.expectText(String.valueOf(4 << 20));
			assertThat(flood).isNotNull();
		}
	}

	private RawWebSocketClient open(WebSocketAcceptOptions.Builder options) {
		return this.server.run(options, (connection) -> {
			this.opened.complete(connection);
			return Mono.never();
		});
	}

	private WebSocketConnection connection() {
		return this.opened.orTimeout(TestServer.TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	private Flux<String> texts() {
		return connection().receive().map(WebSocketMessage::getPayloadAsText);
	}

	private static Flux<Integer> lengths(WebSocketConnection connection) {
		return connection.receiveStreams()
			.concatMap((stream) -> stream.map(DataBuffer::readableByteCount).reduce(0, Integer::sum));
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

	private static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
