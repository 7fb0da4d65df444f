package io.github.websocketstarter.exchange;

import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.channel.AbortedException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.core.io.buffer.DataBufferUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ending HTTP/1.1 connections: now and after the response, with and without TLS.
 */
@ExchangeTest
class ConnectionControlIntegrationTests {

	private final Loop loop;

	private final Exchanges exchanges = new Exchanges();

	ConnectionControlIntegrationTests(Loop loop) {
		this.loop = loop;
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	private ExchangeServer server(boolean tls) {
		return tls ? ExchangeServer.onTls(this.loop) : ExchangeServer.on(this.loop);
	}

	private static WireClient connect(ExchangeServer server, boolean tls) {
		return tls ? server.connectTls() : server.connect();
	}

	// MP-2, MP-3
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void resetIsSeenAsResetBeforeTheResponse(boolean tls) {
		ExchangeServer server = server(tls);
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (WireClient client = connect(server, tls)) {
			client.get(server.serve(this.exchanges
				.keeping((exchange) -> Mono.<Void>never().doOnCancel(() -> cancelled.complete(true)))));
			Taken taken = this.exchanges.take();

			taken.connection().reset();

			assertThat(client.readToEnd()).isEqualTo(WireClient.RESET);
			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);
			assertThat(taken.connection().isConnected()).isFalse();
		}
	}

	// MP-2, MP-3, MP-5
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void resetCutsAResponseThatTheClientDoesNotRead(boolean tls) {
		ExchangeServer server = server(tls);
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (WireClient client = connect(server, tls)) {
			Flux<String> endless = Flux.range(0, 1 << 30)
				.map((i) -> "x".repeat(1000))
				.doOnCancel(() -> cancelled.complete(true));
			client.get(server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange, endless))));
			client.readUntil("xxx");
			Taken taken = this.exchanges.take();

			taken.connection().reset();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);
			assertThat(client.readToEnd()).endsWith(WireClient.RESET);
		}
	}

	// MP-5: what is written after a reset is dropped in silence
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handlerThatAnswersAfterItsResetIsNotAnError(boolean streamed) {
		ExchangeServer server = server(false);
		try (WireClient client = server.connect()) {
			client.get(server.serve((exchange, connection) -> {
				connection.reset();
				return streamed ? Exchanges.stream(exchange, Flux.just("lost", "too"))
						: Exchanges.answer(exchange, "lost");
			}));

			assertThat(client.readToEnd()).isEqualTo(WireClient.RESET);
		}
	}

	// MP-5: nor a handler that goes on elsewhere
	@Test
	void sourceThatGoesOnAfterAResetIsNotAnError() {
		ExchangeServer server = server(false);
		Sinks.Many<String> source = Sinks.many().multicast().directBestEffort();
		try (WireClient client = server.connect()) {
			client.get(server.serve(this.exchanges
				.keeping((exchange) -> Exchanges.stream(exchange, Flux.just("first").concatWith(source.asFlux())))));
			client.readUntil("first");
			Taken taken = this.exchanges.take();

			taken.connection().reset();
			for (int i = 0; i < 1000; i++) {
				source.tryEmitNext("more");
			}

			assertThat(client.readToEnd()).endsWith(WireClient.RESET);
			taken.awaitClosed();
			source.tryEmitNext("after the end");
		}
	}

	@Test
	void resetDuringTheUploadFailsItsReader() {
		ExchangeServer server = server(false);
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (WireClient client = server.connect()) {
			client.post(server.serve(this.exchanges.keeping((exchange) -> exchange.getRequest()
				.getBody()
				.doOnNext(DataBufferUtils::release)
				.doOnError(failure::complete)
				.then())), 1000).send("part");
			this.exchanges.take().connection().reset();

			assertThat(client.readToEnd()).isEqualTo(WireClient.RESET);
			assertThat(failure).succeedsWithin(ExchangeServer.TIMEOUT).isInstanceOf(AbortedException.class);
		}
	}

	@Test
	void resetAfterTheEndLeavesTheNextRequestAlone() {
		ExchangeServer server = server(false);
		Sinks.Empty<Void> go = Sinks.empty();
		try (WireClient client = server.connect()) {
			client.get(server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "one"))));
			client.readUntil("one");
			client.get(server
				.serve(this.exchanges.keeping((exchange) -> go.asMono().then(Exchanges.answer(exchange, "two")))));
			Taken first = this.exchanges.take();
			Taken second = this.exchanges.take();

			first.connection().reset();
			first.connection().disconnectAfterResponse();
			assertThat(first.connection().cancelIo()).isFalse();
			first.checkExpired();
			go.tryEmitEmpty();

			assertThat(client.readUntil("two")).doesNotContain("close");
			second.checkExpired();
			client.get(server.serve((exchange, connection) -> Exchanges.answer(exchange, "three")));
			client.readUntil("three");
		}
	}

	// NI-1, MP-1
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void responseThatIsTheLastSaysSo(boolean tls) {
		ExchangeServer server = server(tls);
		try (WireClient client = connect(server, tls)) {
			client.get(server.serve((exchange, connection) -> {
				connection.disconnectAfterResponse();
				return Exchanges.answer(exchange, "all");
			}));

			assertThat(client.readToEnd()).containsIgnoringCase("\r\nconnection: close\r\n")
				.endsWith("all" + WireClient.EOF);
		}
	}

	// NI-1, MP-1
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void responseThatBecomesTheLastWhileItIsSentIsDelivered(boolean tls) {
		ExchangeServer server = server(tls);
		Sinks.Empty<String> go = Sinks.empty();
		try (WireClient client = connect(server, tls)) {
			client.get(server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange,
					Flux.just("first")
						.concatWith(go.asMono())
						.concatWith(Flux.range(0, 100).map((i) -> "x".repeat(1000)))))));
			client.readUntil("first");
			Taken taken = this.exchanges.take();

			taken.connection().disconnectAfterResponse();
			go.tryEmitEmpty();

			assertThat(client.readToEnd()).endsWith("xxx\r\n0\r\n\r\n" + WireClient.EOF);
			taken.checkExpired();
		}
	}

	@Test
	void pipelinedRequestAfterTheLastResponseIsNotServed() {
		ExchangeServer server = server(false);
		try (WireClient client = server.connect()) {
			String first = server.serve((exchange, connection) -> {
				connection.disconnectAfterResponse();
				return Exchanges.answer(exchange, "one");
			});
			String second = server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "two")));
			String head = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
			client.send("GET " + first + head + "GET " + second + head);

			assertThat(client.readToEnd()).doesNotContain("two");
		}
	}

	@Test
	void connectionIsConnectedWhileItIs() {
		ExchangeServer server = server(false);
		try (WireClient client = server.connect()) {
			client.get(server
				.serve((exchange, connection) -> Exchanges.answer(exchange, "connected: " + connection.isConnected())));

			client.readUntil("connected: true");
		}
	}

}
