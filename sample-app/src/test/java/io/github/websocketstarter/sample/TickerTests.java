package io.github.websocketstarter.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.ticker.interval=200ms")
class TickerTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Ticker ticker;

	@Test
	void workerSendsToEachSocketUntilItLetsGo() throws Exception {
		JdkClient one = JdkClient.open(this.port, "/ticker");
		JdkClient other = JdkClient.open(this.port, "/ticker");

		for (int i = 1; i <= 10; i++) {
			assertThat(one.next()).isEqualTo("text tick " + i);
			assertThat(other.next()).isEqualTo("text tick " + i);
		}
		assertThat(one.next()).isEqualTo("close 1000");
		assertThat(other.next()).isEqualTo("close 1000");
		await().atMost(Duration.ofSeconds(10)).until(() -> this.ticker.size() == 0);
	}

	@Test
	void workerForgetsSocketsOfClientsThatLeave() throws Exception {
		JdkClient leaving = JdkClient.open(this.port, "/ticker");
		JdkClient vanishing = JdkClient.open(this.port, "/ticker");
		assertThat(leaving.next()).isEqualTo("text tick 1");
		assertThat(vanishing.next()).isEqualTo("text tick 1");

		leaving.close(1000, "");
		vanishing.socket().abort();

		await().atMost(Duration.ofSeconds(10)).until(() -> this.ticker.size() == 0);
	}

}
