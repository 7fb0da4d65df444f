package io.github.websocketstarter.benchmarks;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EchoBenchmarkTests {

	@Test
	void ratiosAreOfTheSameRound() {
		EchoBenchmark benchmark = new EchoBenchmark(Duration.ofMillis(1), 1, 1);
		double[] base = { 10, 20, 30 };
		double[] other = { 20, 30, 30 };
		for (int i = 0; i < base.length; i++) {
			benchmark.add("WebSocketHandler", base[i]);
			benchmark.add("other", other[i]);
		}

		assertThat(benchmark.report()).hasSize(3)
			.anySatisfy((line) -> assertThat(line).contains("WebSocketHandler", "20.00 us", "10.00 to 30.00"))
			.anySatisfy((line) -> assertThat(line).contains("other", "1.50 of WebSocketHandler", "3 ratios", "1.50)"));
	}

	@Test
	void serverRunsInAProcessOfItsOwn() {
		try (ServerProcess plain = ServerProcess.start(EchoServer.PLAIN);
				EchoLoad load = EchoLoad.open(plain.port(), EchoServer.HANDLER, 1, 64)) {
			Duration before = plain.cpuTime();
			assertThat(load.run(Duration.ofMillis(500))).isPositive();
			assertThat(plain.cpuTime()).isGreaterThan(before);
		}
	}

}
