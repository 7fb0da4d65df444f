package io.github.websocketstarter.testclient;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Receiving as a stream: demand, cancellation, threads, time.
 */
@RoomsTest
class ReceivingIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Parameter
	private Protocol protocol;

	@Autowired
	private Stage stage;

	private WebSocketTestClient client;

	@BeforeEach
	void setUp(@Autowired WebSocketTestClient client) {
		this.client = client.mutate().protocol(this.protocol).build();
	}

	@AfterEach
	void threadsEndWithTheConnection() {
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private static Collection<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("websocket-test-"))
			.toList();
	}

	private WebSocketTestConnection openNumbers(int count) {
		this.stage.play((connection) -> connection
			.send(Flux.range(1, count).map((number) -> connection.textMessage("" + number)))
			.then(Mono.never()));
		return this.client.get("/stage").connect();
	}

	@Test
	void nothingIsReadWithoutDemand() {
		try (WebSocketTestConnection connection = openNumbers(5)) {
			StepVerifier.create(connection.receive(Integer.class), 0)
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(100))
				.then(() -> assertThat(threads()).isEmpty())
				.thenRequest(2)
				.expectNext(1, 2)
				.expectNoEvent(Duration.ofMillis(100))
				.thenCancel()
				.verify(TIMEOUT);

			connection.raw().expectText("3");
			assertThat(connection.next(Integer.class)).isEqualTo(4);
			assertThat(connection.receive(Integer.class).blockFirst(TIMEOUT)).isEqualTo(5);
		}
	}

	@Test
	void whatComesAfterCancellationIsForTheNext() {
		Sinks.Many<String> later = Sinks.many().unicast().onBackpressureBuffer();
		this.stage.play((connection) -> connection.send(later.asFlux().map(connection::textMessage)));

		try (WebSocketTestConnection connection = this.client.get("/stage").connect()) {
			StepVerifier.create(connection.receive(String.class))
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(100))
				.thenCancel()
				.verify(TIMEOUT);
			later.tryEmitNext("one").orThrow();
			assertThat(connection.next(String.class)).isEqualTo("one");

			later.tryEmitNext("two").orThrow();
			StepVerifier.create(connection.receive(String.class)).expectNext("two").thenCancel().verify(TIMEOUT);
		}
	}

	@Test
	void oneReceivesAtATime() {
		try (WebSocketTestConnection connection = openNumbers(0)) {
			StepVerifier.create(connection.receive(String.class))
				.expectSubscription()
				.then(() -> StepVerifier.create(connection.receive(String.class))
					.expectErrorMatches((ex) -> ex instanceof IllegalStateException)
					.verify(TIMEOUT))
				.then(() -> assertThatIllegalStateException().isThrownBy(connection::expectClose)
					.withMessage("messages are being received already"))
				.thenCancel()
				.verify(TIMEOUT);
		}
	}

	@Test
	void virtualTimeDoesNotHoldMessages() {
		try (WebSocketTestConnection connection = openNumbers(3)) {
			StepVerifier.withVirtualTime(() -> connection.receive(Integer.class).take(3))
				.expectNext(1, 2, 3)
				.expectComplete()
				.verify(TIMEOUT);
			StepVerifier.withVirtualTime(() -> Mono.delay(Duration.ofDays(1)).then(Mono.just("late")))
				.thenAwait(Duration.ofDays(1))
				.expectNext("late")
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	private WebSocketTestConnection openHasty() {
		return this.client.mutate().timeout(Duration.ofSeconds(1)).build().get("/stage").connect();
	}

	@Test
	void messageThatDoesNotComeIsAnError() {
		this.stage.play((connection) -> connection.sendText("one").then(Mono.never()));
		try (WebSocketTestConnection connection = openHasty()) {
			StepVerifier.create(connection.receive(String.class))
				.expectNext("one")
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(AssertionError.class)
					.hasMessage("expected a message or a Close frame but it did not come within PT1S; "
							+ "the latest that has come: [TEXT of 3 octets \"one\"]"))
				.verify(TIMEOUT);
		}
	}

	@Test
	void timeoutBeginsWithDemandAndWithEachMessage() {
		this.stage.play((connection) -> connection.send(connection.receive()
			.next()
			.thenMany(Flux.interval(Duration.ofMillis(400)).take(4))
			.map((number) -> connection.textMessage("" + number))));
		try (WebSocketTestConnection connection = openHasty()) {
			StepVerifier.create(connection.receive(Integer.class), 0)
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(1200))
				.then(() -> connection.send("go"))
				.thenRequest(Long.MAX_VALUE)
				.expectNext(0, 1, 2, 3)
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void stoppedReaderReadsNothingUntilItResumes() {
		try (WebSocketTestConnection connection = openNumbers(3)) {
			connection.stopReading();

			StepVerifier.create(connection.receive(Integer.class))
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(150))
				.then(connection::resumeReading)
				.expectNext(1, 2, 3)
				.then(connection::stopReading)
				.thenCancel()
				.verify(TIMEOUT);
			assertThatIllegalStateException().isThrownBy(() -> connection.next(String.class))
				.withMessage("reading was stopped");
		}
	}

	@Test
	void closingCompletesWhoReceives() {
		AtomicBoolean completed = new AtomicBoolean();
		CompletableFuture<DisconnectReason> reason = this.stage.play((connection) -> connection.receive().then());
		WebSocketTestConnection connection = this.client.get("/stage").connect();
		connection.receive(String.class).subscribe(null, null, () -> completed.set(true));

		connection.close();

		Awaitility.await().atMost(TIMEOUT).untilTrue(completed);
		assertThat(reason).succeedsWithin(TIMEOUT).isEqualTo(DisconnectReason.PEER_CLOSED);
	}

}
