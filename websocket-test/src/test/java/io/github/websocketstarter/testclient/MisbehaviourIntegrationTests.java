package io.github.websocketstarter.testclient;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.End;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the client does wrong on purpose, as the server sees it.
 */
@RoomsTest("websocket.outbound.max-bytes=64KB")
class MisbehaviourIntegrationTests {

	@Parameter
	private Protocol protocol;

	@Autowired
	private Stage stage;

	private WebSocketTestClient client;

	private CompletableFuture<DisconnectReason> reason;

	@BeforeEach
	void setUp(@Autowired WebSocketTestClient client) {
		this.client = client.mutate().protocol(this.protocol).build();
		this.reason = this.stage.play(Stage.ECHO);
	}

	private void assertThatServerSaw(DisconnectReason reason) {
		assertThat(this.reason).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(reason);
	}

	@Test
	void fragmentsAreOneMessage() {
		try (WebSocketTestConnection echo = this.client.get("/stage").connect()) {
			echo.sendFragmented("größer", 3);
			echo.sendFragmented(new byte[] { 1, 2, 3 }, 1);

			assertThat(echo.next(String.class)).isEqualTo("größer");
			assertThat(echo.next(byte[].class)).containsExactly(1, 2, 3);
		}
	}

	@Test
	void invalidUtf8IsClosed() {
		try (WebSocketTestConnection echo = this.client.get("/stage").connect()) {
			echo.sendInvalidUtf8();

			echo.expectClose(1007);
			assertThatServerSaw(DisconnectReason.PROTOCOL_ERROR);
		}
	}

	@Test
	void reservedBitIsClosed() {
		try (WebSocketTestConnection echo = this.client.get("/stage").connect()) {
			echo.raw().send(OutgoingFrame.text("a").withRsv(1));

			echo.expectClose(1002);
			assertThatServerSaw(DisconnectReason.PROTOCOL_ERROR);
		}
	}

	@Test
	void resetIsSeen() {
		try (WebSocketTestConnection echo = this.client.get("/stage").connect()) {
			echo.send("hi");
			assertThat(echo.next(String.class)).isEqualTo("hi");

			echo.reset();

			assertThatServerSaw(DisconnectReason.PEER_RESET);
		}
	}

	@Test
	void clientThatVanishesAnswersNothing() {
		try (WebSocketTestConnection echo = this.client.get("/watched").connect()) {
			echo.send("hi");
			assertThat(echo.next(String.class)).isEqualTo("hi");

			echo.vanish();

			assertThatServerSaw(DisconnectReason.KEEP_ALIVE_TIMEOUT);
			assertThatIllegalStateException().isThrownBy(() -> echo.send("hi"));
			assertThatIllegalStateException().isThrownBy(echo::resumeReading);
		}
	}

	@Test
	void readerThatStopsIsTooSlow() {
		this.reason = this.stage.play((connection) -> Flux.range(0, 10_000)
			.flatMap((number) -> connection.sendText("x".repeat(10_000)), 10_000)
			.then());
		WebSocketTestClient small = this.client.mutate().receiveBuffer(4096).build();

		try (WebSocketTestConnection connection = small.get("/stage").connect()) {
			connection.stopReading();

			assertThatServerSaw(DisconnectReason.SLOW_CONSUMER);
		}
	}

	@Test
	void closingDoesNotWaitForServerThatNeverReads() {
		this.stage.play((connection) -> Mono.never());
		WebSocketTestConnection connection = this.client.get("/stage").connect();
		AtomicBoolean closed = new AtomicBoolean();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
			while (!closed.get()) {
				connection.send("x".repeat(1_000_000));
			}
		});
		assertThat(sending).failsWithin(Duration.ofMillis(500)).withThrowableOfType(TimeoutException.class);

		long start = System.nanoTime();
		connection.close();
		closed.set(true);

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(sending::isDone);
	}

	@Test
	void endWithoutCloseFrameIsSeen() {
		try (WebSocketTestConnection echo = this.client.get("/stage").connect()) {
			echo.raw().connection().shutdownOutput();

			assertThat(echo.expectEnd()).isIn(End.EOF, End.RESET);
			assertThatServerSaw(DisconnectReason.PEER_EOF);
		}
	}

}
