package io.github.websocketstarter.autoconfigure.actuate;

import io.github.websocketstarter.autoconfigure.redis.RedisBackplaneAutoConfiguration;
import io.github.websocketstarter.broadcast.redis.RedisBackplane;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * Auto-configuration of the health indicator {@code websocketBackplane}, unless
 * {@code management.health.websocket-backplane.enabled} is {@code false}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedisBackplaneAutoConfiguration.class)
@ConditionalOnClass({ ReactiveRedisConnectionFactory.class, ReactiveHealthIndicator.class,
		ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RedisBackplane.class)
@ConditionalOnEnabledHealthIndicator("websocket-backplane")
public final class BackplaneHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "websocketBackplaneHealthIndicator", "websocketBackplaneHealthContributor" })
	ReactiveHealthIndicator websocketBackplaneHealthContributor(RedisBackplane backplane) {
		return new RedisBackplaneHealthIndicator(backplane);
	}

}
