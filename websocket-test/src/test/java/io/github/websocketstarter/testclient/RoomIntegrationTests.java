package io.github.websocketstarter.testclient;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.test.End;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import io.github.websocketstarter.testclient.Room.Said;
import io.github.websocketstarter.testclient.Room.Say;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What users do with the test client: handshakes, values, control frames, closing.
 */
@RoomsTest("websocket.allowed-origins=https://example.com")
class RoomIntegrationTests {

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

	private WebSocketTestConnection open() {
		this.stage.play(Stage.ECHO);
		return this.client.get("/stage").connect();
	}

	@Test
	void valuesAreSentAndReceivedAsJson() {
		try (WebSocketTestConnection room = this.client.get("/rooms/{room}", "blue green")
			.header("X-User", "ann")
			.subProtocols("v1.json", "other")
			.connect()) {
			assertThat(room.subProtocol()).isEqualTo("v1.json");
			StepVerifier.create(room.receive(Said.class))
				.expectNext(new Said("blue green", "", "hello ann"))
				.then(() -> room.send(new Say("hi")))
				.expectNext(new Said("blue green", "ann", "hi"))
				.thenCancel()
				.verify(TIMEOUT);

			room.send(new Say("there"));

			assertThat(room.next(Said.class)).isEqualTo(new Said("blue green", "ann", "there"));
		}
	}

	@Test
	void textAndOctetsAreSentAsTheyAre() {
		try (WebSocketTestConnection echo = open()) {
			ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 0, 1, 2, 3 }, 1, 2);
			echo.send("größer");
			echo.send(new byte[] { 7 });
			echo.send(buffer);
			echo.send(Map.of("a", List.of(1, 2)));

			assertThat(echo.next(String.class)).isEqualTo("größer");
			assertThat(echo.next(byte[].class)).containsExactly(7);
			assertThat(echo.next(ByteBuffer.class)).isEqualTo(buffer);
			assertThat(buffer.remaining()).isEqualTo(2);
			assertThat(echo.next(new ParameterizedTypeReference<Map<String, List<Integer>>>() {
			})).isEqualTo(Map.of("a", List.of(1, 2)));
		}
	}

	@Test
	void messageOfAnotherTypeIsShown() {
		try (WebSocketTestConnection echo = open()) {
			echo.send(new byte[] { 7 });
			echo.send("{\"text\":");
			echo.send("null");

			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> echo.next(String.class))
				.withMessageStartingWith("expected a text message but received BINARY of 1 octets 0x07");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> echo.next(Say.class))
				.withMessageStartingWith(
						"expected " + Say.class.getName() + " in JSON but received \"{\"text\":\": Unexpected");
			StepVerifier.create(echo.receive(Say.class))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(AssertionError.class)
					.hasMessageEndingWith("in JSON but received null"))
				.verify(TIMEOUT);
		}
	}

	@Test
	void headersAreThoseOfTheRequest() {
		this.stage.play((connection) -> {
			HttpHeaders headers = connection.getHandshakeInfo().getHeaders();
			return connection.send(
					Flux.just(HttpHeaders.ORIGIN, HttpHeaders.AUTHORIZATION, HttpHeaders.COOKIE, "X-Default", "X-Other")
						.map((name) -> connection.textMessage(String.valueOf(headers.get(name)))));
		});
		WebSocketTestClient changed = this.client.mutate().defaultHeader("X-Default", "a", "b").build();

		try (WebSocketTestConnection connection = changed.get("/stage")
			.origin("https://example.com")
			.basicAuth("ann", "secret")
			.cookie("a", "1")
			.cookie("b", "2")
			.connect()) {
			assertThat(connection.next(String.class)).isEqualTo("[https://example.com]");
			assertThat(connection.next(String.class)).isEqualTo("[Basic YW5uOnNlY3JldA==]");
			assertThat(connection.next(String.class)).isEqualTo("[a=1; b=2]");
			assertThat(connection.next(String.class)).isEqualTo("[a, b]");
			assertThat(connection.next(String.class)).isEqualTo("null");
		}
		try (WebSocketTestConnection connection = this.client.get("/stage").connect()) {
			StepVerifier.create(connection.receive(String.class))
				.expectNext("null", "null", "null", "null", "null")
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void refusalIsAnAnswer() {
		ResponseEntity<String> forbidden = this.client.get("/stage").origin("https://evil.example").expectRefused();
		assertThat(forbidden.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);

		ResponseEntity<ProblemDetail> full = this.client.get("/full").expectRefused(ProblemDetail.class);
		assertThat(full.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(full.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(full.getBody().getDetail()).isEqualTo("No room left für dich");
	}

	@Test
	void otherAnswerThanExpectedIsShown() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.client.get("/full")::connect)
			.withMessageContaining("/full over " + this.protocol + " to be accepted but received <503")
			.withMessageContaining("No room left für dich");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.client.get("/stage")::expectRefused)
			.withMessageContaining("/stage over " + this.protocol + " to be refused but received <");
	}

	@Test
	void messagesEndWithTheCloseFrame() {
		this.stage
			.play((connection) -> connection.sendText("last").then(connection.close(new CloseStatus(4001, "enough"))));

		try (WebSocketTestConnection connection = this.client.get("/stage").connect()) {
			assertThat(connection.closeStatus()).isNull();
			StepVerifier.create(connection.receive(String.class)).expectNext("last").expectComplete().verify(TIMEOUT);
			assertThat(connection.closeStatus()).isEqualTo(new CloseStatus(4001, "enough"));
			connection.expectClose(4001);
			assertThat(connection.expectClose()).isEqualTo(new CloseStatus(4001, "enough"));
			StepVerifier.create(connection.receive(String.class)).expectComplete().verify(TIMEOUT);
			assertThat(connection.expectEnd()).isEqualTo(End.EOF);
		}
	}

	@Test
	void clientClosesFirst() {
		try (WebSocketTestConnection echo = open()) {
			echo.sendClose(new CloseStatus(4000, "bye"));
			echo.expectClose(4000);
			assertThat(echo.expectEnd()).isEqualTo(End.EOF);
		}
	}

	@Test
	void pingsAreAnsweredBetweenMessages() {
		this.stage.play((connection) -> connection.ping()
			.then(connection.sendText("answered"))
			.then(connection.ping())
			.then(connection.close(CloseStatus.NORMAL)));

		try (WebSocketTestConnection connection = this.client.get("/stage").connect()) {
			assertThat(connection.next(String.class)).isEqualTo("answered");
			assertThat(connection.expectPing()).isNotNull();
			connection.expectClose(1000);
		}
	}

	@Test
	void pongAnswersPing() {
		try (WebSocketTestConnection room = this.client.get("/rooms/blue").connect()) {
			room.next(Said.class);
			room.sendPing("are you there");
			room.expectPong("are you there");

			room.sendPing("one");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> room.expectPong("two"))
				.withMessageStartingWith("expected PONG of 3 octets 0x74776f but received PONG of 3 octets 0x6f6e65; "
						+ "the latest that has come: [TEXT of ");
		}
	}

	@Test
	void whatDoesNotComeIsMissed() {
		WebSocketTestClient hasty = this.client.mutate().timeout(Duration.ofSeconds(1)).build();
		this.stage.play((connection) -> connection.sendText("one").then(Mono.never()));

		try (WebSocketTestConnection connection = hasty.get("/stage").connect()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(connection::expectPing)
				.withMessageStartingWith("expected PING but received TEXT of 3 octets \"one\"");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> connection.expectClose(1000))
				.withMessage("expected CLOSE 1000 but it did not come within PT1S; the latest that has come: "
						+ "[TEXT of 3 octets \"one\"]");
		}
	}

	@Test
	void lostConnectionIsAnError() {
		this.stage.play((connection) -> connection.sendText("one")
			.then(connection.receive().next())
			.doOnSuccess((message) -> connection.abort())
			.then());

		try (WebSocketTestConnection connection = this.client.get("/stage").connect()) {
			StepVerifier.create(connection.receive(String.class))
				.expectNext("one")
				.then(() -> connection.send("go"))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(AssertionError.class)
					.hasMessage("expected messages and then a Close frame but the connection was lost (RESET); "
							+ "the latest that has come: [TEXT of 3 octets \"one\", RESET]"))
				.verify(TIMEOUT);
			assertThat(connection.expectEnd()).isEqualTo(End.RESET);
			assertThat(connection.closeStatus()).isNull();
		}
	}

	@Test
	void rawClientSeesFrames() {
		try (WebSocketTestConnection echo = open()) {
			echo.send("one");
			assertThat(echo.next(String.class)).isEqualTo("one");

			echo.raw().sendText("two");
			assertThat(echo.raw().readFrame().payload()).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
		}
	}

}
