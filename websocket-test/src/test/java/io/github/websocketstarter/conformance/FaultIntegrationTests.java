package io.github.websocketstarter.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Networks and peers that fail, in every state of a connection. None of it is an error of
 * the application, so nothing is logged as one.
 */
@ConformanceTest(protocols = { Protocol.HTTP_1_1, Protocol.HTTP_1_1_TLS, Protocol.H2C, Protocol.H2 })
@ExtendWith(OutputCaptureExtension.class)
class FaultIntegrationTests {

	private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();

	private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

	@Parameter
	private TestServer server;

	private int loggedBefore;

	private Mono<Void> holding(WebSocketConnection connection) {
		this.opened.complete(connection);
		return Mono.<Void>never().doOnCancel(() -> this.cancelled.complete(true));
	}

	@BeforeEach
	void start(CapturedOutput output) {
		this.loggedBefore = output.length();
	}

	private void assertNothingLogged(CapturedOutput output) {
		assertThat(output.subSequence(this.loggedBefore, output.length())).doesNotContain(" ERROR ")
			.doesNotContain(" WARN ")
			.doesNotContain("onErrorDropped")
			.doesNotContain("\tat ");
	}

	// DT-10, KA: no FIN and no RST ever comes from a host that has lost its link.
	@Test
	void vanishedPeerIsFoundByKeepAlive(CapturedOutput output) throws IOException {
		WebSocketAcceptOptions.Builder options = WebSocketAcceptOptions.builder()
			.keepAliveInterval(Duration.ofSeconds(1))
			.keepAliveTimeout(Duration.ofSeconds(1));
		HttpRequest handshake = this.server.scripted("/accept", options, this::holding);
		try (NetworkNamespace host = NetworkNamespace.create()) {
			Process client = host.java(VanishingClient.class, host.address(), String.valueOf(this.server.port()),
					handshake.target(), this.server.protocol().name());
			try (BufferedReader said = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
				assertThat(said.readLine()).isEqualTo("open");
				WebSocketConnection connection = this.opened.join();

				host.cut();

				assertThat(this.cancelled).succeedsWithin(TestServer.TIMEOUT);
				assertThat(connection.disconnected().reason()).contains(DisconnectReason.KEEP_ALIVE_TIMEOUT);
				assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
			}
			finally {
				client.destroyForcibly();
			}
		}
		assertNothingLogged(output);
	}

	// MP-9, ST: wherever the connection is, a reset ends it at once
	@ParameterizedTest
	@MethodSource
	void resetIsNoticedInEveryState(WebSocketState state, BiConsumer<WebSocketConnection, RawWebSocketClient> before,
			CapturedOutput output) {
		RawWebSocketClient client = this.server.run(WebSocketAcceptOptions.builder().closeReply(CloseReply.MANUAL),
				this::holding);
		WebSocketConnection connection = this.opened.join();
		before.accept(connection, client);
		Awaitility.await().until(() -> connection.state() == state);

		client.connection().reset();

		assertThat(connection.disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
		assertThat(connection.state()).isEqualTo(WebSocketState.ABORTED);
		assertThat(this.cancelled).succeedsWithin(TestServer.TIMEOUT);
		assertNothingLogged(output);
	}

	static Stream<Arguments> resetIsNoticedInEveryState() {
		return Stream.of(state("idle", WebSocketState.OPEN, (connection, client) -> {
		}), state("receiving", WebSocketState.OPEN,
				(connection, client) -> connection.receive().onErrorComplete().subscribe()),
				state("with unread messages", WebSocketState.OPEN,
						(connection, client) -> client.sendBinary(new byte[60_000])),
				state("inside a message", WebSocketState.OPEN, (connection, client) -> {
					connection.receive().onErrorComplete().subscribe();
					client.send(OutgoingFrame.text("half").withFin(false));
				}), state("inside a frame", WebSocketState.OPEN, (connection, client) -> {
					connection.receive().onErrorComplete().subscribe();
					client.connection().write((byte) 0x81, (byte) 0xFE, (byte) 1);
				}), state("while sending", WebSocketState.OPEN, (connection, client) -> {
					Flux<WebSocketMessage> messages = Flux
						.generate((sink) -> sink.next(connection.textMessage("x".repeat(10_000))));
					connection.send(messages).onErrorComplete().subscribe();
				}), state("inside a message that is sent", WebSocketState.OPEN, (connection, client) -> {
					connection
						.sendStream(WebSocketMessage.Type.BINARY,
								Flux.just(connection.bufferFactory().wrap(new byte[10])).concatWith(Flux.never()))
						.onErrorComplete()
						.subscribe();
					client.readFrame();
				}), state("waiting for a PONG", WebSocketState.OPEN, (connection, client) -> {
					connection.ping().onErrorComplete().subscribe();
					client.expectPing();
				}),
				state("after our Close", WebSocketState.CLOSE_SENT,
						(connection, client) -> connection.closeOutput(CloseStatus.NORMAL).subscribe()),
				state("waiting for the peer's Close", WebSocketState.CLOSE_SENT,
						(connection, client) -> connection.close(CloseStatus.NORMAL).subscribe()),
				state("after the peer's Close", WebSocketState.CLOSE_RECEIVED,
						(connection, client) -> client.sendClose(1000)));
	}

	private static Arguments state(String name, WebSocketState state,
			BiConsumer<WebSocketConnection, RawWebSocketClient> before) {
		return argumentSet(name, state, before);
	}

	// CL-9, MP-10
	@Test
	void hundredAbortedAtOnceDoNotDisturbTheOthers(CapturedOutput output) {
		List<WebSocketConnection> victims = new ArrayList<>();
		List<RawWebSocketClient> clients = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			CompletableFuture<WebSocketConnection> victim = new CompletableFuture<>();
			clients.add(this.server.run((connection) -> {
				victim.complete(connection);
				return Mono.never();
			}));
			victims.add(victim.join());
		}
		List<RawWebSocketClient> others = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			others.add(this.server.open(EchoTarget.ENDPOINT));
		}
		others.forEach((other) -> other.sendText("before"));

		victims.parallelStream().forEach(WebSocketConnection::abort);

		for (RawWebSocketClient other : others) {
			other.expectText("before");
			other.sendText("after");
			other.expectText("after");
			other.close();
		}
		clients.forEach(RawWebSocketClient::expectReset);
		assertThat(victims)
			.allSatisfy((victim) -> assertThat(victim.disconnected().reason()).contains(DisconnectReason.ABORTED));
		assertNothingLogged(output);
	}

}
