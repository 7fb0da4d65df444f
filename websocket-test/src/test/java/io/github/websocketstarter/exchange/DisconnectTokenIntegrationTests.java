package io.github.websocketstarter.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The token of HTTP/1.1 exchanges: when it fires, and when it never does.
 */
@ExchangeTest
class DisconnectTokenIntegrationTests {

	private final ExchangeServer server;

	private final Exchanges exchanges = new Exchanges();

	private final Loop loop;

	DisconnectTokenIntegrationTests(Loop loop) {
		this.loop = loop;
		this.server = ExchangeServer.on(loop);
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	@ParameterizedTest
	@EnumSource
	void firesWhenTheClientLeavesBeforeTheResponse(Departure departure) {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			DisconnectToken token = this.exchanges.take().token();
			assertThat(token.isCancelled()).isFalse();

			departure.leave(client);

			assertThat(Exchanges.reason(token)).isEqualTo(departure.reason());
		}
	}

	@ParameterizedTest
	@EnumSource
	void firesInTimeWhenTheClientLeavesDuringTheResponse(Departure departure) {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges
				.keeping((exchange) -> Exchanges.stream(exchange, Flux.just("first").concatWith(Flux.never())))));
			client.readUntil("first");
			DisconnectToken token = this.exchanges.take().token();

			departure.leave(client);

			assertThat(token.whenCancelled().thenReturn(true).block(Duration.ofSeconds(1))).isTrue();
			assertThat(token.reason()).hasValue(departure.reason());
		}
	}

	@ParameterizedTest
	@EnumSource
	void firesWhenTheClientLeavesWhatItHasNotRead(Departure departure) {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping(
					(exchange) -> Exchanges.stream(exchange, Flux.range(0, 1 << 30).map((i) -> "x".repeat(1000))))));
			client.readUntil("xxx");

			departure.leave(client);

			// TCP makes a reset of it in both cases
			assertThat(Exchanges.reason(this.exchanges.take().token())).isEqualTo(DisconnectReason.PEER_RESET);
		}
	}

	// DT-2; of a reset that nobody watches Reactor Netty warns on nio
	@Test
	void isCancelledAlreadyWhenTheClientHasGone() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges
				.unasked((exchange) -> Mono.<Void>never().doOnCancel(() -> cancelled.complete(true)))));
			Taken taken = this.exchanges.take();
			client.leave();
			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);

			assertThat(taken.connection().disconnected().isCancelled()).isTrue();
			assertThat(taken.connection().isConnected()).isFalse();
		}
	}

	// DT-2
	@Test
	void departureThatRacesWithTheFirstCallIsNotLost() {
		for (int i = 0; i < 50; i++) {
			WireClient client = this.server.connect();
			client.get(this.server.serve(this.exchanges.unasked((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();
			client.leave();

			assertThat(Exchanges.reason(taken.connection().disconnected())).isEqualTo(DisconnectReason.PEER_EOF);
		}
	}

	// DT-1
	@Test
	void isAlwaysTheSame() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();
			assertThat(taken.channel().getClass().getSimpleName()).startsWithIgnoringCase(this.loop.name());

			assertThat(taken.connection().disconnected()).isSameAs(taken.token());
			assertThat(ClientConnection.of(taken.exchange().mutate().build())).isSameAs(taken.connection());
		}
	}

	// DT-4
	@Test
	void callbacksRunOffTheEventLoop() {
		CompletableFuture<String> thread = new CompletableFuture<>();
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			this.exchanges.take().token().onCancel(() -> thread.complete(Thread.currentThread().getName()));

			client.reset();

			assertThat(thread).succeedsWithin(ExchangeServer.TIMEOUT).asString().startsWith("boundedElastic");
		}
	}

	// DT-5
	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void neverFiresAfterACompleteResponse(String method) {
		try (WireClient client = this.server.connect()) {
			client.send(method + " "
					+ this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "all")))
					+ " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			client.readUntil(method.equals("HEAD") ? "\r\n\r\n" : "all");
			Taken taken = this.exchanges.take();

			client.reset();

			taken.awaitClosed();
			taken.checkExpired();
		}
	}

	// DT-5
	@ParameterizedTest
	@ValueSource(ints = { 204, 304, 404, 500 })
	void neverFiresAfterAResponseWithoutContent(int status) {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> {
				exchange.getResponse().setStatusCode(HttpStatus.valueOf(status));
				return exchange.getResponse().setComplete();
			})));
			client.readUntil("\r\n\r\n");
			Taken taken = this.exchanges.take();

			client.leave();

			taken.awaitClosed();
			taken.checkExpired();
		}
	}

	// DT-5
	@Test
	void neverFiresAfterAStreamedResponseThatClosesTheConnection() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> {
				exchange.getResponse().getHeaders().setConnection("close");
				return Exchanges.stream(exchange, Flux.just("one", "two"));
			})));

			assertThat(client.readToEnd()).endsWith("two\r\n0\r\n\r\nEOF");
			Taken taken = this.exchanges.take();
			taken.awaitClosed();
			taken.checkExpired();
		}
	}

	// DT-6
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void hasExpiredWhenFirstAskedForAfterTheEnd(boolean closed) {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.unasked((exchange) -> Exchanges.answer(exchange, "all"))));
			client.readUntil("all");
			Taken taken = this.exchanges.take();
			if (closed) {
				client.leave();
				taken.awaitClosed();
			}

			taken.checkExpired();
		}
	}

	@Test
	void isOfItsOwnRequestOnly() {
		try (WireClient client = this.server.connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "all"))));
			client.readUntil("all");
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken first = this.exchanges.take();
			Taken second = this.exchanges.take();
			assertThat(second.channel()).isSameAs(first.channel());

			client.leave();

			assertThat(Exchanges.reason(second.token())).isEqualTo(DisconnectReason.PEER_EOF);
			first.checkExpired();
		}
	}

	@Test
	void isOfTheRunningOneOfPipelinedRequests() {
		try (WireClient client = this.server.connect()) {
			String first = this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "one")));
			String second = this.server.serve(this.exchanges.keeping((exchange) -> Mono.never()));
			String third = this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "two")));
			String head = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
			client.send("GET " + first + head + "GET " + second + head + "GET " + third + head);
			client.readUntil("one");
			Taken complete = this.exchanges.take();
			Taken running = this.exchanges.take();

			client.leave();

			assertThat(Exchanges.reason(running.token())).isEqualTo(DisconnectReason.PEER_EOF);
			complete.checkExpired();
		}
	}

}
