package io.github.websocketstarter.benchmarks;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is measured is an echo.
 */
@SpringBootTest(classes = EchoServer.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class EchoLoadTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { EchoServer.HANDLER, EchoServer.ANNOTATED, EchoServer.REACTIVE })
	void messagesComeBack(String path) {
		try (EchoLoad load = EchoLoad.open(this.port, path, 3, 64)) {
			assertThat(load.run(Duration.ofMillis(200))).isGreaterThan(3);
			assertThat(load.run(Duration.ofMillis(200))).isGreaterThan(3);
		}
	}

	@Test
	void refusedConnectionsAreNoMeasurement() {
		assertThatIllegalStateException().isThrownBy(() -> EchoLoad.open(this.port, "/nothing", 1, 64))
			.withMessageContaining("404");
	}

}
