package io.github.websocketstarter.autoconfigure.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Properties of the backplane over Redis.
 *
 * @param enabled Whether to send to the connections of all instances over Redis, with the
 * connection that 'spring.data.redis.*' describes.
 * @param channel Channel of Redis that all instances of the application use, and nothing
 * else.
 */
@ConfigurationProperties("websocket.backplane.redis")
record RedisBackplaneProperties(@DefaultValue("false") boolean enabled, @DefaultValue("websocket") String channel) {

	RedisBackplaneProperties {
		if (!StringUtils.hasText(channel)) {
			throw new InvalidConfigurationPropertyValueException("websocket.backplane.redis.channel", channel,
					"'websocket.backplane.redis.channel' must not be empty");
		}
	}

}
