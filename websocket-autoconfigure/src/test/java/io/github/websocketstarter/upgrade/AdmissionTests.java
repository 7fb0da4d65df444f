package io.github.websocketstarter.upgrade;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.engine.ConnectionLimits;
import io.github.websocketstarter.engine.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Admission}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdmissionTests {

	private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 4711);

	private final AtomicLong clock = new AtomicLong(-5);

	private final List<Integer> refusals = new ArrayList<>();

	private final List<Place> kept = new ArrayList<>();

	@Test
	void warningNamesThePropertyOnceAMinute(CapturedOutput output) {
		Admission admission = admission(new ConnectionLimits(1, 0, 0));
		admit(admission, from(CLIENT));
		for (int i = 0; i < 100; i++) {
			admit(admission, from(CLIENT));
		}
		assertThat(this.refusals).hasSize(100).containsOnly(503);
		assertThat(warnings(output)).singleElement()
			.asString()
			.endsWith("'websocket.max-connections' is reached: 1 WebSocket connections are open, and more are "
					+ "refused with 503");

		this.clock.addAndGet(Duration.ofSeconds(59).toNanos());
		admit(admission, from(CLIENT));
		assertThat(warnings(output)).hasSize(1);
		this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
		admit(admission, from(CLIENT));
		admit(admission, from(CLIENT));
		assertThat(warnings(output)).hasSize(2);
	}

	@Test
	void eachLimitHasAWarningOfItsOwn(CapturedOutput output) {
		Admission admission = admission(new ConnectionLimits(2, 1, 1));
		admit(admission, user("ada", "192.0.2.1"));
		admit(admission, user("ada", "192.0.2.2"));
		admit(admission, user("bob", "192.0.2.1"));
		admit(admission, user("bob", "192.0.2.2"));
		admit(admission, user("eve", "192.0.2.3"));

		assertThat(this.refusals).containsExactly(429, 429, 503);
		assertThat(warnings(output)).hasSize(3)
			.anyMatch((line) -> line.contains("'websocket.max-connections-per-user' is reached: a user has 1 "))
			.anyMatch((line) -> line.contains("'websocket.max-connections-per-address' is reached: there are 1 "))
			.anyMatch((line) -> line.contains("'websocket.max-connections' is reached: 2 "));
	}

	// As 'server.forward-headers-strategy=framework' leaves it
	@ParameterizedTest
	@CsvSource({ "203.0.113.1, 203.0.113.1, true", "203.0.113.1, 203.0.113.2, false",
			"[2001:db8::1], 2001:db8::ffff, true", "[2001:db8::1], [2001:db8:0:1::1], false" })
	void addressThatIsNotResolvedIsReadAndNotLookedUp(String one, String other, boolean same) {
		Admission admission = admission(new ConnectionLimits(0, 0, 1));

		admit(admission, from(InetSocketAddress.createUnresolved(one, 1)));
		admit(admission, from(InetSocketAddress.createUnresolved(other, 2)));

		assertThat(this.refusals.isEmpty()).isEqualTo(!same);
	}

	@Test
	void requestWithoutAnyAddressIsNotCounted() {
		Admission admission = admission(new ConnectionLimits(0, 0, 1));

		admit(admission, from(InetSocketAddress.createUnresolved("a.example", 1)));
		admit(admission, MockServerWebExchange.from(MockServerHttpRequest.get("/")));

		assertThat(this.refusals).isEmpty();
	}

	@Test
	void openingThatFailsOrIsCancelledGivesThePlaceBack() {
		Admission admission = admission(new ConnectionLimits(1, 1, 1));
		for (int i = 0; i < 3; i++) {
			Mono<Void> thrown = admission.admit(user("ada", "192.0.2.1"), (place) -> {
				throw new IllegalStateException("thrown");
			}, (refused) -> Mono.empty());
			assertThatIllegalStateException().isThrownBy(thrown::block).withMessage("thrown");
			Mono<Void> failed = admission.admit(user("ada", "192.0.2.1"),
					(place) -> Mono.error(new IllegalStateException("failed")), (refused) -> Mono.empty());
			assertThatIllegalStateException().isThrownBy(failed::block).withMessage("failed");
			Disposable cancelled = admission
				.admit(user("ada", "192.0.2.1"), (place) -> Mono.never(), (refused) -> Mono.empty())
				.subscribe();
			cancelled.dispose();
			// The connection does not open
			admission.admit(user("ada", "192.0.2.1"), (place) -> Mono.empty(), (refused) -> Mono.empty()).block();
		}

		admit(admission, user("ada", "192.0.2.1"));
		assertThat(this.refusals).isEmpty();
		admit(admission, user("ada", "192.0.2.1"));
		assertThat(this.refusals).hasSize(1);
	}

	@Test
	void placeThatIsKeptIsFreeWhenTheConnectionHasEnded() {
		Admission admission = admission(new ConnectionLimits(1, 0, 0));
		admit(admission, from(CLIENT));
		admit(admission, from(CLIENT));
		assertThat(this.refusals).hasSize(1);

		this.kept.forEach(Place::giveBack);
		admit(admission, from(CLIENT));

		assertThat(this.refusals).hasSize(1);
		assertThat(this.kept).hasSize(2);
	}

	private Admission admission(ConnectionLimits limits) {
		return new Admission(limits, null, this.clock::get);
	}

	private void admit(Admission admission, ServerWebExchange exchange) {
		admission.admit(exchange, (place) -> {
			assertThat(place.keep()).isTrue();
			this.kept.add(place);
			return Mono.empty();
		}, (refused) -> {
			assertThat(refused.headers().getFirst("Retry-After")).isEqualTo("5");
			this.refusals.add(refused.status().value());
			return Mono.empty();
		}).block();
	}

	private static ServerWebExchange from(InetSocketAddress remote) {
		return MockServerWebExchange.from(MockServerHttpRequest.get("/").remoteAddress(remote));
	}

	private static ServerWebExchange user(String name, String address) {
		return from(new InetSocketAddress(address, 1)).mutate().principal(Mono.just(() -> name)).build();
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("is reached")).toList();
	}

}
