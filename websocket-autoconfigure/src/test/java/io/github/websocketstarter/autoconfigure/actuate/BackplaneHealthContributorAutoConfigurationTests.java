package io.github.websocketstarter.autoconfigure.actuate;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

import io.github.websocketstarter.autoconfigure.redis.RedisBackplaneAutoConfiguration;
import io.github.websocketstarter.broadcast.redis.RedisBackplane;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackplaneHealthContributorAutoConfiguration}.
 */
class BackplaneHealthContributorAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
						RedisBackplaneAutoConfiguration.class, BackplaneHealthContributorAutoConfiguration.class,
						HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class))
		.withPropertyValues("websocket.backplane.redis.enabled=true");

	@Test
	void backplaneIsPartOfTheHealth() {
		this.runner.run((context) -> {
			ReactiveHealthContributorRegistry registry = context.getBean(ReactiveHealthContributorRegistry.class);

			assertThat(registry.getContributor("websocketBackplane")).isInstanceOf(RedisBackplaneHealthIndicator.class);
		});
	}

	@Test
	void backplaneThatIsNotConnectedIsDown() {
		this.runner.run((context) -> {
			RedisBackplane backplane = context.getBean(RedisBackplane.class);
			backplane.publish(ByteBuffer.wrap(new byte[] { 1 })).onErrorComplete().block(TIMEOUT);

			Health health = context.getBean("websocketBackplaneHealthContributor", ReactiveHealthIndicator.class)
				.health()
				.block(TIMEOUT);

			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("lostMessages", 1L)
				.hasEntrySatisfying("since", (since) -> assertThat((Instant) since)
					.isBetween(Instant.now().minusSeconds(60), Instant.now()));
		});
	}

	@Test
	void noHealthWhenItsPropertyIsFalse() {
		this.runner.withPropertyValues("management.health.websocket-backplane.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("websocketBackplaneHealthContributor"));
	}

	@Test
	void noHealthWithoutABackplane() {
		this.runner.withPropertyValues("websocket.backplane.redis.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("websocketBackplaneHealthContributor"));
	}

	@Test
	void applicationStartsWithoutSpringDataRedis() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BackplaneHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
