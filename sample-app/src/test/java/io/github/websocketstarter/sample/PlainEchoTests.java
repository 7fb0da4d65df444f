package io.github.websocketstarter.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PlainEchoTests {

	@LocalServerPort
	private int port;

	@Test
	void handlerOfSpringRunsUnchanged() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/plain");

		client.sendText("hello");

		assertThat(client.next()).isEqualTo("text Echo hello");
		client.close(4002, "");
		assertThat(client.next()).isEqualTo("close 4002");
	}

	@Test
	void ordinaryRequestIsToldToUpgrade() throws Exception {
		assertThat(JdkClient.get(this.port, "/plain").statusCode()).isEqualTo(426);
	}

}
