package io.github.websocketstarter.sample;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WorkTests {

	@LocalServerPort
	private int port;

	@Test
	void workStopsWhenTheClientCloses() throws Exception {
		JdkClient client = startWork();

		client.close(1000, "");

		awaitProgress("\"running\":0");
	}

	@Test
	void workStopsWhenTheClientVanishes() throws Exception {
		JdkClient client = startWork();

		client.socket().abort();

		awaitProgress("\"running\":0");
	}

	private JdkClient startWork() throws Exception {
		JdkClient client = JdkClient.open(this.port, "/work");
		assertThat(client.next()).startsWith("text Working");
		awaitProgress("\"running\":1,\"steps\":[1-9]");
		return client;
	}

	private void awaitProgress(String pattern) {
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			HttpResponse<String> progress = JdkClient.get(this.port, "/work");
			assertThat(progress.statusCode()).isEqualTo(200);
			assertThat(progress.body()).containsPattern(pattern);
		});
	}

}
