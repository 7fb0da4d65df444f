package io.github.websocketstarter.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class LetterCaseControllerTests {

	@LocalServerPort
	private int port;

	@Test
	void firstKnownSubProtocolOfTheJdkClientIsChosen() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/case", "title", "upper", "lower");

		client.sendText("Hello");

		assertThat(client.socket().getSubprotocol()).isEqualTo("upper");
		assertThat(client.next()).isEqualTo("text HELLO");
		client.socket().abort();
	}

	@Test
	void firstKnownSubProtocolOfTheJavaWebSocketClientIsChosen() throws Exception {
		JavaWebSocketClient client = JavaWebSocketClient.open(this.port, "/case", "title", "lower", "upper");

		client.send("Hello");

		assertThat(client.getProtocol().getProvidedProtocol()).isEqualTo("lower");
		assertThat(client.next()).isEqualTo("text hello");
		client.closeBlocking();
	}

	@Test
	void textComesBackUnchangedWithoutSubProtocol() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/case");

		client.sendText("Hello");

		assertThat(client.socket().getSubprotocol()).isEmpty();
		assertThat(client.next()).isEqualTo("text Hello");
		client.socket().abort();
	}

	@Test
	void ordinaryRequestIsRefused() throws Exception {
		assertThat(JdkClient.get(this.port, "/case").statusCode()).isEqualTo(400);
	}

}
