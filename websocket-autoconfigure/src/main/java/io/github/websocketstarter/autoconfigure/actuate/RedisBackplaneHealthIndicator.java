package io.github.websocketstarter.autoconfigure.actuate;

import io.github.websocketstarter.broadcast.redis.RedisBackplane;
import io.github.websocketstarter.broadcast.redis.RedisBackplaneStatus;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether this instance reaches the others over Redis, as the backplane knows it
 * already: nothing is asked.
 */
final class RedisBackplaneHealthIndicator extends AbstractReactiveHealthIndicator {

	private final RedisBackplane backplane;

	RedisBackplaneHealthIndicator(RedisBackplane backplane) {
		super("The status of the backplane is not known");
		this.backplane = backplane;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		RedisBackplaneStatus status = this.backplane.status();
		Health.Builder result = status.connected() ? builder.up() : builder.down();
		return Mono.just(result.withDetail("since", status.since()).withDetail("lostMessages", status.lost()).build());
	}

}
