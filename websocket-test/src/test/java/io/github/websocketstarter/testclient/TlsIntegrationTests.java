package io.github.websocketstarter.testclient;

import java.time.Duration;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import io.github.websocketstarter.testclient.Room.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server with TLS and a base path.
 */
@RoomsTest({ "server.ssl.bundle=rooms", "spring.webflux.base-path=/app" })
class TlsIntegrationTests {

	@Parameter
	private Protocol protocol;

	@Test
	void clientFollowsTheServer(@Autowired WebSocketTestClient client) {
		WebSocketTestClient changed = client.mutate().protocol(this.protocol).build();

		try (WebSocketTestConnection room = changed.get("/rooms/blue").header("X-User", "ann").connect()) {
			assertThat(room.next(Said.class)).isEqualTo(new Said("blue", "", "hello ann"));
		}
		WebSocketTestClient.Request unknown = changed.get("/nowhere");
		assertThat(unknown.expectRefused().getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(unknown).asString()
			.matches("a WebSocket at https://localhost:\\d+/app/nowhere over "
					+ (this.protocol.isHttp2() ? "h2" : "HTTP/1.1 over TLS"));
	}

	@Test
	void sendingToServerThatNeverReadsFailsAndClosingDoesNot(@Autowired WebSocketTestClient client,
			@Autowired Stage stage) {
		stage.play((connection) -> Mono.never());
		WebSocketTestClient hasty = client.mutate().protocol(this.protocol).timeout(Duration.ofSeconds(2)).build();

		try (WebSocketTestConnection connection = hasty.get("/stage").connect()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					connection.send("x".repeat(1_000_000));
				}
			}).withMessage("expected the server to read but it has taken nothing for PT2S");
		}
	}

}
