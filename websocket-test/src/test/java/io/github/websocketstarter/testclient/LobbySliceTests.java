package io.github.websocketstarter.testclient;

import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for controllers in Spring Boot's slice without a server.
 */
@WebFluxTest(controllers = Lobby.class, properties = "websocket.endpoints.room.max-message-size=4KB")
class LobbySliceTests {

	@Test
	void controllerMethodsAreGivenTheirArguments(@Autowired WebTestClient client) {
		client.get().uri("/lobby").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("page");
	}

	// DT-8
	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tokensNeedAServer(@Autowired WebTestClient client, CapturedOutput output) {
		client.get().uri("/lobby/wait").exchange().expectStatus().isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(output).contains("UnsupportedOperationException: ClientConnection needs Reactor Netty");
	}

	@Test
	void endpointsAreNotThere(@Autowired ApplicationContext application) {
		assertThat(application.getBean(WebSocketEndpoints.class).names()).isEmpty();
	}

}
