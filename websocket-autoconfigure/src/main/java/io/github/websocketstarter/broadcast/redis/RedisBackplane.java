package io.github.websocketstarter.broadcast.redis;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.broadcast.Backplane;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.util.Assert;

/**
 * Carries messages over one channel of Redis (publish and subscribe).
 * <p>
 * Redis may be away, also from the start. Messages that are published meanwhile are lost:
 * at once when it is known to be away, which takes three seconds, and before that if it
 * does not take them within five. At most 1024 messages and 16 MiB wait for Redis; what
 * comes on top is lost, too. When Redis is there again, messages are carried again as
 * soon as its client has connected. Lettuce waits longer with each attempt, for 30
 * seconds at most.
 *
 * @since 0.1.0
 */
public final class RedisBackplane implements Backplane {

	private final ReactiveRedisConnectionFactory connections;

	private final String channel;

	private final Scheduler scheduler;

	private final InFlight inFlight = new InFlight();

	private final AtomicLong lost = new AtomicLong();

	/** Present while the messages are subscribed to. */
	private volatile @Nullable RedisLink link;

	/** Since when there is none. */
	private volatile Instant closed;

	/**
	 * Create a backplane. Nothing is connected to before {@link #messages()} is
	 * subscribed to.
	 * @param connections the connections to Redis, of which the shared one is published
	 * on; closing them is up to the caller
	 * @param channel the name of the channel, the same for all instances
	 */
	public RedisBackplane(ReactiveRedisConnectionFactory connections, String channel) {
		this(connections, channel, Schedulers.parallel());
	}

	RedisBackplane(ReactiveRedisConnectionFactory connections, String channel, Scheduler scheduler) {
		Assert.notNull(connections, "'connections' must not be null");
		Assert.hasText(channel, "'channel' must not be empty");
		this.connections = connections;
		this.channel = channel;
		this.scheduler = scheduler;
		this.closed = now();
	}

	@Override
	public Mono<Void> publish(ByteBuffer message) {
		return Mono.defer(() -> {
			RedisLink current = this.link;
			int size = message.remaining();
			if (current == null) {
				return Mono.error(new RedisAwayException("The messages of the backplane are not subscribed to"));
			}
			if (!this.inFlight.enter(size)) {
				return Mono.error(new RejectedExecutionException("Too many messages wait for Redis"));
			}
			return current.publish(message).doFinally((end) -> this.inFlight.leave(size));
		}).doOnError((ex) -> {
			if (message.hasRemaining()) {
				this.lost.incrementAndGet();
			}
		});
	}

	@Override
	public Flux<ByteBuffer> messages() {
		return Flux.using(this::open, RedisLink::messages, (opened) -> {
			this.link = null;
			this.closed = now();
		});
	}

	private RedisLink open() {
		RedisLink opened = new RedisLink(this.connections, this.channel, this.scheduler);
		this.link = opened;
		return opened;
	}

	/**
	 * Tell whether Redis carries messages at present.
	 * @return the status
	 */
	public RedisBackplaneStatus status() {
		RedisLink current = this.link;
		return (current != null)
				? new RedisBackplaneStatus(current.state().connected(), current.state().since(), this.lost.get())
				: new RedisBackplaneStatus(false, this.closed, this.lost.get());
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS));
	}

}
