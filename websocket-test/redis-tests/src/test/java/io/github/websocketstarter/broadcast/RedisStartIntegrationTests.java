package io.github.websocketstarter.broadcast;

import java.time.Duration;

import io.github.websocketstarter.redis.Redis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Testcontainers;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link io.github.websocketstarter.broadcast.redis.RedisBackplane} in
 * instances that start before Redis does.
 */
@Testcontainers(disabledWithoutDocker = true)
@ExtendWith(OutputCaptureExtension.class)
class RedisStartIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Test
	void instancesFindEachOtherOnceRedisIsThere(CapturedOutput output) {
		try (Redis redis = new Redis();
				RedisInstance here = new RedisInstance(redis).start();
				RedisInstance there = new RedisInstance(redis).start()) {
			there.group("lobby", "t1");
			Flux.range(0, 3000).flatMap((i) -> here.send("lost")).blockLast(TIMEOUT);
			assertThat(here.instances.presence("lobby").block(TIMEOUT).complete()).isFalse();
			assertThat(here.backplane.status().lost()).isGreaterThanOrEqualTo(3000);

			redis.start();
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> here.instances.presence("lobby").block(TIMEOUT).members().size() == 1);
			here.send("hello").block(TIMEOUT);
			Awaitility.await().atMost(TIMEOUT).until(() -> !there.received.isEmpty());

			assertThat(there.received).containsExactly("hello");
			assertThat(output.getAll().lines().filter((line) -> line.contains("The backplane is away"))).hasSize(2);
			assertThat(output.getAll().lines().filter((line) -> line.contains("The backplane is back"))).hasSize(2);
		}
	}

}
