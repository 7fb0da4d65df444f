package io.github.websocketstarter.testclient;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.autoconfigure.AutoConfigureWebSocketTestClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a class says about its client, beside the properties of the application.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class ClientOfTestIntegrationTests {

	private static void verify(WebSocketTestClient client, String protocol) {
		assertThat(client.get("/")).asString().endsWith(" over " + protocol);
	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = "websocket.test.client.protocol=h2c")
	@AutoConfigureWebSocketTestClient
	class WithoutProtocol {

		@Test
		void propertyDecides(@Autowired WebSocketTestClient client) {
			verify(client, "h2c");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = "websocket.test.client.protocol=h2c")
	@AutoConfigureWebSocketTestClient(protocol = Protocol.HTTP_1_1)
	class WithProtocol {

		@Test
		void classWins(@Autowired WebSocketTestClient client) {
			verify(client, "HTTP/1.1");
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
	@AutoConfigureWebSocketTestClient
	class WithNeither {

		@Test
		void itIsHttp1(@Autowired WebSocketTestClient client) {
			verify(client, "HTTP/1.1");
		}

	}

}
