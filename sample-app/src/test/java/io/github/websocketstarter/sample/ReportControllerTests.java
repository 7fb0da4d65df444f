package io.github.websocketstarter.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ReportControllerTests {

	@LocalServerPort
	private int port;

	@Test
	void reportStopsWhenItsReaderLeaves() throws Exception {
		try (PlainClient reader = PlainClient.connect(this.port).get("/report")) {
			reader.readUntil("Line 3 of 6000");
			assertThat(JdkClient.get(this.port, "/report/running").body()).isEqualTo("1");
		}

		Awaitility.await()
			.atMost(Duration.ofSeconds(1))
			.until(() -> JdkClient.get(this.port, "/report/running").body().equals("0"));
	}

}
