package io.github.websocketstarter.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a sending server puts on the wire.
 */
@ConformanceTest
class SendingIntegrationTests {

	@Parameter
	private TestServer server;

	// TX-3, TX-5: the client checks that frames are unmasked and lengths minimal
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 65535, 65536, 200_000 })
	void messageIsOneFrame(int length) {
		String text = "x".repeat(length);
		try (RawWebSocketClient client = this.server.run((connection) -> connection.sendText(text)
			.then(connection.sendBinary(ByteBuffer.allocate(length)))
			.then(connection.send(connection.textMessage(text)))
			.then(connection.send(Flux.just(connection.textMessage(text)))))) {

			assertThat(client.readFrame()).isEqualTo(frame(true, Frame.TEXT, text));
			assertThat(client.readFrame()).isEqualTo(new Frame(true, 0, Frame.BINARY, false, new byte[length]));
			assertThat(client.readFrame()).isEqualTo(frame(true, Frame.TEXT, text));
			assertThat(client.readFrame()).isEqualTo(frame(true, Frame.TEXT, text));
			client.expectClose(1000);
		}
	}

	// TX-4: each buffer goes out when it comes, before the message is complete
	@Test
	void streamIsSentAsFragments() {
		Sinks.Many<String> parts = Sinks.many().unicast().onBackpressureBuffer();
		try (RawWebSocketClient client = this.server.run((connection) -> stream(connection, parts.asFlux()))) {
			parts.tryEmitNext("one").orThrow();
			assertThat(client.readFrame()).isEqualTo(frame(false, Frame.TEXT, "one"));
			parts.tryEmitNext("two").orThrow();
			assertThat(client.readFrame()).isEqualTo(frame(false, Frame.CONTINUATION, "two"));
			parts.tryEmitComplete().orThrow();
			assertThat(client.readFrame()).isEqualTo(frame(true, Frame.CONTINUATION, ""));
			client.expectClose(1000);
		}
	}

	// TX-5
	@Test
	void emptyStreamIsAnEmptyMessage() {
		try (RawWebSocketClient client = this.server
			.run((connection) -> stream(connection, Flux.empty()).then(stream(connection, Flux.just("", "a", "")))
				.then(connection.sendStream(WebSocketMessage.Type.BINARY, Flux.empty())))) {

			client.expectText("");
			client.expectText("a");
			client.expectBinary();
			client.expectClose(1000);
		}
	}

	// CC-2, KA-16: other messages wait for the stream, control frames do not
	@Test
	void openStreamHoldsBackMessagesAndLetsPongsPass() {
		Sinks.Many<String> parts = Sinks.many().unicast().onBackpressureBuffer();
		try (RawWebSocketClient client = this.server
			.run((connection) -> Mono.when(stream(connection, parts.asFlux()), connection.sendText("waits")))) {
			parts.tryEmitNext("one").orThrow();
			assertThat(client.readFrame()).isEqualTo(frame(false, Frame.TEXT, "one"));

			client.ping("between fragments");

			client.expectPong("between fragments");
			parts.tryEmitComplete().orThrow();
			assertThat(client.readFrame()).isEqualTo(frame(true, Frame.CONTINUATION, ""));
			client.expectText("waits");
		}
	}

	// CC-2: nothing is refused, lost, torn or reordered
	@Test
	void concurrentSendersDoNotInterleaveMessages() {
		Set<String> expected = new HashSet<>();
		try (RawWebSocketClient client = this.server
			.run((connection) -> Flux.range(0, 8).flatMap((sender) -> sender(connection, sender)).then())) {
			List<String> received = new ArrayList<>();
			for (int i = 0; i < 800; i++) {
				received.add(client.readMessage().text());
			}
			client.expectClose(1000);

			IntStream.range(0, 800).forEach((i) -> expected.add(message(i / 100, i % 100)));
			assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
			for (int sender = 0; sender < 8; sender++) {
				String prefix = sender + ":";
				assertThat(received.stream().filter((text) -> text.startsWith(prefix)).toList()).isSorted();
			}
		}
	}

	private static Mono<Void> sender(WebSocketConnection connection, int sender) {
		return Flux.range(0, 100)
			.concatMap((i) -> (sender % 2 == 0) ? connection.sendText(message(sender, i))
					: stream(connection, Flux.just(message(sender, i).split("(?<=:)"))))
			.then()
			.subscribeOn(Schedulers.parallel());
	}

	private static String message(int sender, int number) {
		return sender + ":" + (100 + number) + ":" + "x".repeat(number);
	}

	private static Mono<Void> stream(WebSocketConnection connection, Flux<String> parts) {
		Flux<DataBuffer> buffers = parts
			.map((part) -> connection.bufferFactory().wrap(part.getBytes(StandardCharsets.UTF_8)));
		return connection.sendStream(WebSocketMessage.Type.TEXT, buffers);
	}

	private static Frame frame(boolean fin, int opcode, String text) {
		return new Frame(fin, 0, opcode, false, text.getBytes(StandardCharsets.UTF_8));
	}

}
