package io.github.websocketstarter.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class GreetingFilterTests {

	@LocalServerPort
	private int port;

	@Test
	void nameIsGreeted() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/greeting");

		client.sendText("Ada");

		assertThat(client.next()).isEqualTo("text Hello, Ada!");
		client.close(1000, "");
		assertThat(client.next()).isEqualTo("close 1000");
	}

	@Test
	void ordinaryRequestPassesTheFilter() throws Exception {
		assertThat(JdkClient.get(this.port, "/greeting").statusCode()).isEqualTo(404);
	}

}
