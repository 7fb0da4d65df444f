package io.github.websocketstarter.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.exchange.ExchangeServer.Loop;
import io.github.websocketstarter.exchange.Exchanges.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The token of exchanges that take too long (DT-20 to DT-25).
 */
@ExchangeTest
class TimedOutTokenIntegrationTests {

	private final Loop loop;

	private final Exchanges exchanges = new Exchanges();

	TimedOutTokenIntegrationTests(Loop loop) {
		this.loop = loop;
	}

	@AfterEach
	void logIsQuiet(CapturedOutput output) {
		Exchanges.checkQuiet(output);
	}

	// DT-20, DT-22
	@Test
	void firesAfterThePropertysTimeAndMakesNoResponse() {
		ExchangeServer server = ExchangeServer.on(this.loop, "websocket.exchange.timeout=300ms");
		try (WireClient client = server.connect()) {
			Instant start = Instant.now();
			client.get(server.serve((exchange, connection) -> connection.timedOut()
				.whenCancelled()
				.then(Mono.defer(() -> Exchanges.answer(exchange, "late, by the handler")))));

			client.readUntil("late, by the handler");

			assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
	}

	// DT-20
	@Test
	void isUnlimitedUnlessChangedAndMeasuredFromTheStart() {
		ExchangeServer server = ExchangeServer.on(this.loop);
		try (WireClient client = server.connect()) {
			client.get(server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();
			CancellationToken token = taken.connection().timedOut();
			assertThat(taken.connection().timedOut()).isSameAs(token);
			assertThat(token.isCancelled()).isFalse();

			taken.connection().timeoutAfter(Duration.ofHours(1));
			taken.connection().timeoutAfter(ChronoUnit.FOREVER.getDuration());
			// has passed since the request came
			taken.connection().timeoutAfter(Duration.ofNanos(1));

			token.whenCancelled().block(ExchangeServer.TIMEOUT);
			assertThat(token.isCancelled()).isTrue();
			assertThat(taken.token().isCancelled()).isFalse();
		}
	}

	// DT-23
	@Test
	void neverFiresAfterTheEnd() {
		ExchangeServer server = ExchangeServer.on(this.loop);
		try (WireClient client = server.connect()) {
			client.get(server.serve((exchange, connection) -> {
				connection.timeoutAfter(Duration.ofHours(1));
				return this.exchanges.unasked((ignored) -> Exchanges.answer(exchange, "all")).run(exchange, connection);
			}));
			client.readUntil("all");
			Taken taken = this.exchanges.take();
			taken.checkExpired();

			taken.connection().timeoutAfter(Duration.ZERO);

			assertThat(taken.connection().timedOut().isCancelled()).isFalse();
		}
	}

	// DT-23
	@Test
	void neverFiresWhenFirstAskedForAfterTheEnd() {
		ExchangeServer server = ExchangeServer.on(this.loop, "websocket.exchange.timeout=1ms");
		try (WireClient client = server.connect()) {
			client.get(server.serve(this.exchanges.keeping((exchange) -> Exchanges.answer(exchange, "all"))));
			client.readUntil("all");
			Taken taken = this.exchanges.take();
			taken.checkExpired();

			// the limit has passed and cancels at once what is not over
			assertThat(taken.connection().timedOut().isCancelled()).isFalse();
		}
	}

	@Test
	void negativeLimitIsRefused() {
		ExchangeServer server = ExchangeServer.on(this.loop);
		try (WireClient client = server.connect()) {
			client.get(server.serve(this.exchanges.keeping((exchange) -> Mono.never())));
			Taken taken = this.exchanges.take();

			assertThatIllegalArgumentException()
				.isThrownBy(() -> taken.connection().timeoutAfter(Duration.ofSeconds(-1)))
				.withMessage("'limit' must not be negative but is PT-1S");
		}
	}

}
