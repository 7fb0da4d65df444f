package io.github.websocketstarter.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Keep-alive as the peer sees it. Where the peer behaves, the server waits for long, and
 * where it does not, for a short time.
 */
@ConformanceTest
class KeepAliveIntegrationTests {

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private static final Duration SHORT = Duration.ofMillis(300);

	@Parameter
	private TestServer server;

	// KA-1, KA-3, KA-8: no answer is expected, and none is missed
	@Test
	void withoutTimeoutUnsolicitedPongsAreSent() {
		try (RawWebSocketClient client = this.server.run(unsolicited(), KeepAliveIntegrationTests::echo)) {
			for (int i = 0; i < 5; i++) {
				client.expectPong();
			}
		}
	}

	// KA-3: also under traffic
	@Test
	void unsolicitedPongsAreSentUnderTraffic() {
		try (RawWebSocketClient client = this.server.run(unsolicited(), KeepAliveIntegrationTests::echo)) {
			int pongs = 0;
			while (pongs < 3) {
				client.sendText("busy");
				Frame frame = client.readFrame();
				while (frame.opcode() == Frame.PONG) {
					pongs++;
					frame = client.readFrame();
				}
				assertThat(frame.text()).isEqualTo("busy");
			}
		}
	}

	// KA-12, KA-16: between fragments
	@Test
	void unsolicitedPongsAreSentBetweenFragments() {
		Sinks.Many<String> parts = Sinks.many().unicast().onBackpressureBuffer();
		try (RawWebSocketClient client = this.server.run(unsolicited(), (connection) -> stream(connection, parts))) {
			parts.tryEmitNext("first").orThrow();
			Frame first = client.readFrame();
			while (first.opcode() == Frame.PONG) {
				first = client.readFrame();
			}
			assertThat(first.text()).isEqualTo("first");
			assertThat(first.fin()).isFalse();
			client.expectPong();
			client.expectPong();
		}
	}

	// KA-4, KA-6, KA-15: the payload counts up from 1, and its PONG keeps the peer alive
	@Test
	void withTimeoutPingsAreSentAndTheirPongsSatisfy() {
		try (RawWebSocketClient client = this.server.run(pinging(TestServer.TIMEOUT),
				KeepAliveIntegrationTests::echo)) {
			for (long i = 1; i <= 4; i++) {
				byte[] payload = client.expectPing();
				assertThat(payload).isEqualTo(counter(i));
				client.pong(payload);
			}
			client.sendText("pings and pongs are not shown");
			client.expectText("pings and pongs are not shown");
		}
	}

	// KA-4: whatever comes from the peer puts the PING off
	@ParameterizedTest
	@ValueSource(ints = { Frame.TEXT, Frame.PING })
	void peerThatSendsIsNotPinged(int opcode) {
		Duration interval = Duration.ofSeconds(1);
		WebSocketAcceptOptions.Builder options = pinging(TestServer.TIMEOUT).keepAliveInterval(interval);
		// the first exchange of a JVM takes its time
		try (RawWebSocketClient first = this.server.run(KeepAliveIntegrationTests::echo)) {
			first.sendText("first");
			first.expectText("first");
		}
		try (RawWebSocketClient client = this.server.run(options, KeepAliveIntegrationTests::echo)) {
			long longestGap = 0;
			long last = System.nanoTime();
			long end = last + interval.multipliedBy(2).toNanos();
			while (last < end) {
				client.send(OutgoingFrame.of(opcode, "busy"));
				Frame frame = client.readFrame();
				longestGap = Math.max(longestGap, System.nanoTime() - last);
				last = System.nanoTime();
				assumeThat(Duration.ofNanos(longestGap)).as("test stalled").isLessThan(interval);
				assertThat(frame.text()).isEqualTo("busy");
			}
		}
	}

	// KA-6, KA-7, KA-8, KA-9: one PING, then a reset without a Close frame
	@Test
	void silentPeerIsReset() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(pinging(SHORT), (connection) -> {
			opened.complete(connection);
			return connection.receive().doOnError(failure::complete).then();
		})) {
			assertThat(client.expectPing()).isEqualTo(counter(1));
			client.expectReset();

			// KA-10
			assertThat(failure).succeedsWithin(TestServer.TIMEOUT).isInstanceOf(WebSocketClosedException.class);
			WebSocketConnection connection = opened.join();
			assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.KEEP_ALIVE_TIMEOUT);
			assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
			assertThat(connection.sendText("late").toFuture()).failsWithin(TestServer.TIMEOUT)
				.withThrowableThat()
				.withCauseInstanceOf(WebSocketClosedException.class);
		}
	}

	// KA-6: neither an old counter nor another payload will do
	@Test
	void otherPongsDoNotSatisfy() {
		try (RawWebSocketClient client = this.server.run(pinging(SHORT), KeepAliveIntegrationTests::echo)) {
			byte[] first = client.expectPing();
			client.pong(first);
			assertThat(client.expectPing()).isEqualTo(counter(2));

			client.pong(first);
			client.pong();
			client.pong(new byte[9]);

			client.expectReset();
		}
	}

	// KA-7: data is no PONG
	@Test
	void chattyPeerThatNeverPongsIsReset() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(pinging(SHORT), (connection) -> {
			opened.complete(connection);
			return connection.receive().then();
		})) {
			client.expectPing();

			while (!opened.join().disconnected().isCancelled()) {
				client.sendText("chat");
			}

			client.expectReset();
		}
	}

	// KA-15: keep-alive does not take the place of an answer that waits
	@Test
	void answerThatWaitsIsNotReplacedByAnUnsolicitedPong() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		HttpRequest request = this.server.scripted("/accept",
				WebSocketAcceptOptions.builder().keepAliveInterval(Duration.ofMillis(20)), (connection) -> {
					opened.complete(connection);
					return Mono.never();
				});
		try (RawWebSocketClient client = this.server.connect(RawConnection.builder().receiveBuffer(4096))
			.upgrade(request)) {
			WebSocketConnection connection = opened.join();
			connection.sendBinary(ByteBuffer.allocate(20 << 20)).subscribe();
			client.ping("answer me");
			// more intervals go by, as another client tells
			try (RawWebSocketClient other = this.server.run(
					WebSocketAcceptOptions.builder().keepAliveInterval(Duration.ofMillis(20)), (any) -> Mono.never())) {
				for (int i = 0; i < 10; i++) {
					other.expectPong("");
				}
			}

			Frame frame = client.readFrame();
			while (frame.opcode() != Frame.PONG || frame.payload().length == 0) {
				frame = client.readFrame();
			}

			assertThat(frame.payload()).asString().isEqualTo("answer me");
		}
	}

	// KA-11: PONGs are seen although the application does not read
	@Test
	void handlerThatDoesNotReceiveDoesNotLoseItsPeer() {
		try (RawWebSocketClient client = this.server.run(pinging(TestServer.TIMEOUT), (connection) -> Mono.never())) {
			client.sendText("unread");
			for (long i = 1; i <= 3; i++) {
				byte[] payload = client.expectPing();
				assertThat(payload).isEqualTo(counter(i));
				client.pong(payload);
			}
			client.ping("control frames are handled");
			client.expectPong("control frames are handled");
		}
	}

	// KA-11: while the socket is not read the deadline stands still
	@Test
	void fullReadAheadPausesTheDeadline() {
		Sinks.Empty<Void> read = Sinks.empty();
		WebSocketAcceptOptions.Builder options = pinging(SHORT).readAhead(DataSize.ofKilobytes(1));
		try (RawWebSocketClient paused = this.server.run(options,
				(connection) -> read.asMono().then(echo(connection)))) {
			for (int i = 0; i < 48; i++) {
				paused.sendText("x".repeat(1024));
			}
			awaitKeepAliveTimeout();
			awaitKeepAliveTimeout();

			read.tryEmitEmpty().orThrow();

			for (int i = 0; i < 48; i++) {
				expectTextAnsweringPings(paused, "x".repeat(1024));
			}
		}
	}

	// KA-13: no frame follows our Close, but the peer's silence still counts
	@Test
	void peerThatDoesNotAnswerCloseIsResetWithoutPings() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(pinging(SHORT), (connection) -> {
			opened.complete(connection);
			return connection.closeOutput(CloseStatus.NORMAL).then(connection.receive().then());
		})) {
			client.expectClose(1000);
			client.expectReset();
			assertThat(opened.join().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(opened.join().disconnected().reason()).contains(DisconnectReason.KEEP_ALIVE_TIMEOUT);
		}
	}

	// KA-13: keep-alive goes on while the handler may still send
	@Test
	void keepAliveGoesOnAfterThePeersClose() {
		WebSocketAcceptOptions.Builder options = unsolicited().closeReply(CloseReply.MANUAL);
		try (RawWebSocketClient client = this.server.run(options,
				(connection) -> connection.receive().then(Mono.never()))) {
			client.sendClose(1000);

			client.expectPong();
			client.expectPong();
		}
	}

	// A PING by hand counts in the same way and tells the round trip
	@Test
	void pingByHandIsAnswered() {
		CompletableFuture<Duration> roundTrip = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server
			.run((connection) -> connection.ping().doOnNext(roundTrip::complete).then())) {
			client.pong(client.expectPing());

			assertThat(roundTrip).succeedsWithin(TestServer.TIMEOUT).isNotEqualTo(Duration.ZERO);
			client.expectClose(1000);
		}
	}

	// Idle timeout: nothing received for that long, so 1001, then the end
	@Test
	void idlePeerIsClosedThenReset() {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.idleTimeout(SHORT)
			.closeTimeout(SHORT);
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(options, (connection) -> {
			opened.complete(connection);
			return echo(connection);
		})) {
			client.expectClose(1001);
			client.expectReset();
			assertThat(opened.join().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(opened.join().disconnected().reason()).contains(DisconnectReason.IDLE_TIMEOUT);
		}
	}

	// Time passes: another peer is pinged, does not answer and is reset
	private void awaitKeepAliveTimeout() {
		try (RawWebSocketClient clock = this.server.run(pinging(SHORT), KeepAliveIntegrationTests::echo)) {
			clock.expectPing();
			clock.expectReset();
		}
	}

	private static void expectTextAnsweringPings(RawWebSocketClient client, String text) {
		Frame frame = client.readFrame();
		while (frame.opcode() == Frame.PING) {
			client.pong(frame.payload());
			frame = client.readFrame();
		}
		assertThat(frame.text()).isEqualTo(text);
	}

	private static WebSocketAcceptOptions.Builder unsolicited() {
		return WebSocketAcceptOptions.builder().keepAliveInterval(INTERVAL);
	}

	private static WebSocketAcceptOptions.Builder pinging(Duration timeout) {
		return WebSocketAcceptOptions.builder().keepAliveInterval(INTERVAL).keepAliveTimeout(timeout);
	}

	private static byte[] counter(long count) {
		return ByteBuffer.allocate(8).putLong(count).array();
	}

	private static Mono<Void> echo(WebSocketConnection connection) {
		return connection.send(connection.receive().doOnNext(WebSocketMessage::retain));
	}

	private static Mono<Void> stream(WebSocketConnection connection, Sinks.Many<String> parts) {
		Flux<String> texts = parts.asFlux();
		return connection.sendStream(WebSocketMessage.Type.TEXT,
				texts.map((text) -> connection.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8))));
	}

}
