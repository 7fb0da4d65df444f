package io.github.websocketstarter.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cancelling the reads and writes of HTTP/1.1 exchanges (MP-6).
 */
@ExchangeTest
class CancelIoIntegrationTests {

	private final ExchangeServer server;

	private final Exchanges exchanges = new Exchanges();

	CancelIoIntegrationTests(Loop loop) {
		this.server = ExchangeServer.on(loop);
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	private static Mono<Void> upload(ServerWebExchange exchange) {
		return exchange.getRequest().getBody().doOnNext(DataBufferUtils::release).then();
	}

	private static Mono<Void> conflict(ServerWebExchange exchange) {
		exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
		return Exchanges.answer(exchange, "cancelled");
	}

	@Test
	void cancelledReadFailsAndTheConnectionStays() {
		try (WireClient client = this.server.connect()) {
			client.post(this.server.serve(this.exchanges.keeping((exchange) -> upload(exchange)
				.onErrorResume(CancellationException.class, (ex) -> conflict(exchange)))), 1000);
			client.send("x".repeat(600));
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			assertThat(client.readUntil("cancelled")).startsWith("HTTP/1.1 409");
			client.send("y".repeat(400));
			client.get(this.server.serve((exchange, connection) -> Exchanges.answer(exchange, "next")));
			client.readUntil("next");
			taken.checkExpired();
		}
	}

	@Test
	void cancelledReadOfAFormFails() {
		try (WireClient client = this.server.connect()) {
			String path = this.server.serve(this.exchanges.keeping((exchange) -> exchange.getFormData()
				.then()
				.onErrorResume(CancellationException.class, (ex) -> conflict(exchange))));
			client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
					+ "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			assertThat(client.readUntil("cancelled")).startsWith("HTTP/1.1 409");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cancelledResponseIsCutOffVisibly(boolean handled) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (WireClient client = this.server.connect()) {
			Flux<String> source = Flux.just("first")
				.concatWith(Flux.never())
				.doOnCancel(() -> cancelled.complete(true));
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> {
				Mono<Void> written = Exchanges.stream(exchange, source).doOnError(failure::complete);
				return handled ? written.onErrorComplete() : written;
			})));
			client.readUntil("first\r\n");
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			// neither the chunk that ends a response nor an RST
			assertThat(client.readToEnd()).isEqualTo(WireClient.EOF);
			assertThat(failure).succeedsWithin(ExchangeServer.TIMEOUT).isInstanceOf(CancellationException.class);
			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);
			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
		}
	}

	@Test
	void cancelledResponseThatTheClientDoesNotReadEnds() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (WireClient client = this.server.connect()) {
			Flux<String> endless = Flux.range(0, 1 << 30)
				.map((i) -> "x".repeat(1000))
				.doOnCancel(() -> cancelled.complete(true));
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange, endless))));
			client.readUntil("xxx");
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);
			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
		}
	}

	@Test
	void responseThatIsNotBegunCanBeReplaced() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server
				.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange, Flux.<String>never())
					.onErrorResume(CancellationException.class,
							(ex) -> Exchanges.stream(exchange, Flux.just("another", "one"))))));
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			client.readUntil("one\r\n0\r\n\r\n");
			client.get(this.server.serve((exchange, connection) -> Exchanges.answer(exchange, "next")));
			client.readUntil("next");
		}
	}

	@Test
	void cancelledFileIsCutOff(@TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("file"), new byte[64 << 20]);
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> {
				exchange.getResponse().getHeaders().setContentLength(64 << 20);
				return ((ZeroCopyHttpOutputMessage) exchange.getResponse()).writeWith(file, 0, 64 << 20);
			})));
			client.readUntil("\r\n\r\n");
			Taken taken = this.exchanges.take();

			taken.cancelIo();

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.ABORTED);
		}
	}

	@Test
	void nothingPendingIsNotCancelled() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();

			assertThat(taken.connection().cancelIo()).isFalse();
			assertThat(taken.token().isCancelled()).isFalse();
		}
	}

	@Test
	void bodyThatWasReadIsNotPending() {
		try (WireClient client = this.server.connect()) {
			client
				.post(this.server.serve((exchange, connection) -> DataBufferUtils.join(exchange.getRequest().getBody())
					.doOnNext(DataBufferUtils::release)
					.map((buffer) -> "pending: " + connection.cancelIo())
					.flatMap((text) -> Exchanges.answer(exchange, text))), 4)
				.send("body");

			client.readUntil("pending: false");
		}
	}

}
