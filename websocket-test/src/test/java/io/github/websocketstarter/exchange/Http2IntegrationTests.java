package io.github.websocketstarter.exchange;

import java.util.concurrent.CancellationException;
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

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges that are streams of one HTTP/2 connection: what happens to one is nothing to
 * its siblings.
 */
@ExchangeTest
class Http2IntegrationTests {

	private static final int NO_ERROR = 0;

	private static final int CANCEL = 8;

	private final Loop loop;

	private final ExchangeServer server;

	private final Exchanges exchanges = new Exchanges();

	private final Sinks.Empty<Void> go = Sinks.empty();

	Http2IntegrationTests(Loop loop) {
		this.loop = loop;
		this.server = ExchangeServer.on(loop, "server.http2.enabled=true");
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	private Http2Client connect() {
		return Http2Client.over(this.server.connect());
	}

	/** Answer when the test says so. */
	private ExchangeServer.Script waiting(String text) {
		return this.exchanges.keeping((exchange) -> this.go.asMono().then(Exchanges.answer(exchange, text)));
	}

	private void checkSibling(Http2Client client, int stream, String text) {
		this.go.tryEmitEmpty();
		assertThat(client.awaitResponse(stream)).isEqualTo(text);
	}

	// MP-10
	@Test
	void tokenFiresForTheStreamThatTheClientResets() {
		try (Http2Client client = connect()) {
			int left = client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken first = this.exchanges.take();
			int sibling = client.get(this.server.serve(waiting("sibling")));
			Taken second = this.exchanges.take();

			client.reset(left);

			assertThat(Exchanges.reason(first.token())).isEqualTo(DisconnectReason.PEER_RESET);
			checkSibling(client, sibling, "sibling");
			second.checkExpired();
		}
	}

	// DT-42
	@Test
	void tokenFiresWithAnUnreadBody() {
		try (Http2Client client = connect()) {
			int left = client.post(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			client.data(left, "x".repeat(16_000));
			client.data(left, "x".repeat(16_000));
			Taken taken = this.exchanges.take();

			client.reset(left);

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_RESET);
		}
	}

	@Test
	void tokenFiresWhenTheClientResetsDuringTheResponse() {
		try (Http2Client client = connect()) {
			Flux<String> endless = Flux.range(0, 1 << 30).map((i) -> "x".repeat(1000));
			int left = client
				.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange, endless))));
			client.await(Http2Client.DATA, left);
			Taken taken = this.exchanges.take();

			client.reset(left);

			assertThat(Exchanges.reason(taken.token())).isEqualTo(DisconnectReason.PEER_RESET);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tokensOfAllStreamsFireWhenTheConnectionEnds(boolean reset) {
		try (Http2Client client = connect()) {
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken first = this.exchanges.take();
			Taken second = this.exchanges.take();

			// nothing is unread that would make an RST of a FIN
			client.ping();

			if (reset) {
				client.resetConnection();
			}
			else {
				client.leave();
			}

			DisconnectReason expected = reset ? DisconnectReason.PEER_RESET : DisconnectReason.PEER_EOF;
			assertThat(Exchanges.reason(first.token())).isEqualTo(expected);
			assertThat(Exchanges.reason(second.token())).isEqualTo(expected);
		}
	}

	// DT-5
	@Test
	void tokenHasExpiredAfterTheResponse() {
		try (Http2Client client = connect()) {
			int stream = client
				.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "all"))));
			assertThat(client.awaitResponse(stream)).isEqualTo("all");
			Taken taken = this.exchanges.take();

			client.leave();

			taken.awaitClosed();
			taken.checkExpired();
		}
	}

	// MP-4
	@Test
	void resetIsOfTheStreamOnly() {
		try (Http2Client client = connect()) {
			int dropped = client.get(this.server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken first = this.exchanges.take();
			int sibling = client.get(this.server.serve(waiting("sibling")));
			this.exchanges.take();

			first.connection().reset();

			assertThat(client.await(Http2Client.RST_STREAM, dropped).error()).isEqualTo(CANCEL);
			assertThat(Exchanges.reason(first.token())).isEqualTo(DisconnectReason.ABORTED);
			assertThat(first.connection().isConnected()).isFalse();
			checkSibling(client, sibling, "sibling");
		}
	}

	// MP-4
	@Test
	void resetCutsAStalledResponse() {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		try (Http2Client client = connect()) {
			Flux<String> endless = Flux.range(0, 1 << 30)
				.map((i) -> "x".repeat(1000))
				.doOnCancel(() -> cancelled.complete(true));
			int dropped = client
				.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.stream(exchange, endless))));
			client.await(Http2Client.DATA, dropped);

			this.exchanges.take().connection().reset();

			assertThat(client.await(Http2Client.RST_STREAM, dropped).error()).isEqualTo(CANCEL);
			assertThat(cancelled).succeedsWithin(ExchangeServer.TIMEOUT);
		}
	}

	// NI-1, MP-1
	@Test
	void clientIsToldToGoAwayAndRunningStreamsGoOn() {
		try (Http2Client client = connect()) {
			int last = client.get(this.server.serve((exchange, connection) -> {
				connection.disconnectAfterResponse();
				return this.go.asMono().then(Exchanges.answer(exchange, "last"));
			}));
			int sibling = client.get(this.server.serve(waiting("sibling")));
			assertThat(client.await(Http2Client.GOAWAY, 0).error()).isEqualTo(NO_ERROR);
			client.get(this.server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "refused"))));
			client.ping();

			this.go.tryEmitEmpty();

			assertThat(client.awaitResponse(last)).isEqualTo("last");
			assertThat(sibling).isGreaterThan(last);
			assertThat(client.readToEnd()).doesNotContain("refused").endsWith(WireClient.EOF);
		}
	}

	@Test
	void clientIsNotToldToGoAwayWhenThatIsSwitchedOff() {
		ExchangeServer other = ExchangeServer.on(this.loop, "server.http2.enabled=true",
				"websocket.exchange.go-away=false");
		try (Http2Client client = Http2Client.over(other.connect())) {
			int first = client.get(other.serve((exchange, connection) -> {
				connection.disconnectAfterResponse();
				return Exchanges.answer(exchange, "one");
			}));
			assertThat(client.awaitResponse(first)).isEqualTo("one");

			int second = client.get(other.serve((exchange, connection) -> Exchanges.answer(exchange, "two")));

			assertThat(client.awaitResponse(second)).isEqualTo("two");
		}
	}

	// MP-6
	@Test
	void cancelledResponseResetsItsStreamOnly() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (Http2Client client = connect()) {
			int cut = client.get(this.server.serve(this.exchanges
				.keeping((exchange) -> Exchanges.stream(exchange, Flux.just("first").concatWith(Flux.never()))
					.doOnError(failure::complete))));
			client.await(Http2Client.DATA, cut);
			Taken first = this.exchanges.take();
			int sibling = client.get(this.server.serve(waiting("sibling")));
			this.exchanges.take();

			first.cancelIo();

			assertThat(failure).succeedsWithin(ExchangeServer.TIMEOUT).isInstanceOf(CancellationException.class);
			assertThat(client.await(Http2Client.RST_STREAM, cut).error()).isEqualTo(CANCEL);
			checkSibling(client, sibling, "sibling");
		}
	}

}
