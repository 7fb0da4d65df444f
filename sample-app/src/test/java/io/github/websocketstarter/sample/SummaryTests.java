package io.github.websocketstarter.sample;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SummaryTests {

	@LocalServerPort
	private int port;

	@Test
	void summaryFollowsTheCloseOfTheClient() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/summary");

		client.sendText("one");
		client.sendText("two");
		client.close(4001, "that was all");

		assertThat(client.next()).isEqualTo("text Messages received: 2");
		assertThat(client.next()).isEqualTo("close 1000 Messages received: 2");
	}

}
