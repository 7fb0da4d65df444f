package io.github.websocketstarter.broadcast.redis;

import java.time.Instant;

/**
 * How it stands with a {@link RedisBackplane}.
 *
 * @param connected whether Redis carries messages
 * @param since since when that is so
 * @param lost how many messages this instance could not publish since it was started
 * @since 0.1.0
 */
public record RedisBackplaneStatus(boolean connected, Instant since, long lost) {

}
