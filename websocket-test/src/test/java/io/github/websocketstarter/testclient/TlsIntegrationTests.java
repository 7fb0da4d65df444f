package io.github.websocketstarter.testclient;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import io.github.websocketstarter.testclient.Room.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

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

}
