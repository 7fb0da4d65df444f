package io.github.websocketstarter.broadcast.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.log.LogMessage;
import org.springframework.data.redis.connection.ReactivePubSubCommands;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;

/**
 * The channel of Redis, from when messages are wanted until they are no more.
 * <p>
 * Every second it sends a probe to itself. Redis is there when one comes back, which
 * proves both ways, and away when none did for three seconds. The client of Redis
 * connects and subscribes again by itself. Where that does not help within ten seconds,
 * or there was no connection in the first place, everything is made anew.
 */
final class RedisLink {

	private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

	private static final Duration AWAY_AFTER = Duration.ofSeconds(3);

	private static final Duration RENEW_AFTER = Duration.ofSeconds(10);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** How long a message may wait for the first connection. */
	private static final Duration OPENING = Duration.ofSeconds(5);

	/** How long Redis has to take a message. What takes longer is not sent later. */
	private static final Duration TAKING = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(RedisBackplane.class);

	private final ReactiveRedisConnectionFactory connections;

	private final ByteBuffer channel;

	private final Scheduler scheduler;

	private final Probe probe = new Probe();

	/** Completes when it is known for the first time whether Redis is there. */
	private final Sinks.Empty<Void> opened = Sinks.empty();

	private final Sinks.Many<Boolean> renewals = Sinks.many().multicast().directBestEffort();

	/** Written by {@link #setConnected}. */
	private volatile State state;

	/** Where to publish, {@code null} while nothing is subscribed to. */
	private volatile @Nullable ReactivePubSubCommands commands;

	/** Whether an attempt to connect is being made. */
	private volatile boolean connecting;

	/** Whether messages are wanted no more. */
	private volatile boolean cancelled;

	/** When the last probe came back, in milliseconds. */
	private volatile long answered;

	/** When everything was made anew, in milliseconds. */
	private volatile long renewed;

	RedisLink(ReactiveRedisConnectionFactory connections, String channel, Scheduler scheduler) {
		this.connections = connections;
		this.channel = ByteBuffer.wrap(channel.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
		this.scheduler = scheduler;
		this.renewed = now();
		this.answered = this.renewed;
		this.state = new State(false, Instant.ofEpochMilli(this.renewed));
	}

	State state() {
		return this.state;
	}

	/**
	 * Receive what is published by anybody. Never ends.
	 * @return the messages
	 */
	Flux<ByteBuffer> messages() {
		Flux<ByteBuffer> messages = Flux.usingWhen(connect(), this::subscribe, this::close)
			.takeUntilOther(this.renewals.asFlux())
			.onErrorResume(this::failed)
			.repeatWhen((ends) -> ends.delayElements(PAUSE, this.scheduler));
		return Flux.using(this::startProbing, (probing) -> messages, (probing) -> {
			probing.dispose();
			setConnected(false);
			this.opened.tryEmitEmpty();
		}).doOnCancel(() -> this.cancelled = true);
	}

	// Connecting blocks, the first time.
	private Mono<ReactiveRedisConnection> connect() {
		return Mono.fromCallable(this::connectNow).subscribeOn(Schedulers.boundedElastic());
	}

	private ReactiveRedisConnection connectNow() {
		this.connecting = true;
		try {
			return this.connections.getReactiveConnection();
		}
		finally {
			this.connecting = false;
		}
	}

	private Mono<Void> close(ReactiveRedisConnection connection) {
		this.commands = null;
		// The application stops, and the factory with it. Lettuce would warn if both
		// closed the connection.
		return this.cancelled ? Mono.empty()
				: connection.closeLater().timeout(TAKING, this.scheduler).onErrorComplete();
	}

	private Flux<ByteBuffer> subscribe(ReactiveRedisConnection connection) {
		this.renewed = now();
		ReactivePubSubCommands current = connection.pubSubCommands();
		return Flux.usingWhen(current.createSubscription(), (subscription) -> {
			Mono<ByteBuffer> subscribing = subscription.subscribe(this.channel).then(Mono.defer(() -> {
				this.commands = current;
				return probe();
			})).then(Mono.empty());
			return Flux.merge(receive(subscription), subscribing);
		}, (subscription) -> subscription.cancel().timeout(TAKING, this.scheduler).onErrorComplete());
	}

	private Flux<ByteBuffer> receive(ReactiveSubscription subscription) {
		return subscription.receive().map(ReactiveSubscription.Message::getMessage).filter((message) -> {
			if (this.probe.isThis(message)) {
				answered();
			}
			return !Probe.isAny(message);
		});
	}

	private void answered() {
		this.answered = now();
		setConnected(true);
		this.opened.tryEmitEmpty();
	}

	private Mono<ByteBuffer> failed(Throwable cause) {
		logger.debug("Redis is not there, or not any more", cause);
		setConnected(false);
		this.opened.tryEmitEmpty();
		return Mono.empty();
	}

	private Disposable startProbing() {
		return Flux.interval(PROBE_INTERVAL, this.scheduler)
			.onBackpressureDrop()
			.concatMap((tick) -> Mono.defer(this::tick).onErrorComplete(), 1)
			.subscribe();
	}

	private Mono<Void> tick() {
		long now = now();
		if (now - this.answered > AWAY_AFTER.toMillis()) {
			setConnected(false);
		}
		if (now - this.renewed > OPENING.toMillis()) {
			this.opened.tryEmitEmpty();
		}
		// An attempt to connect ends by itself.
		if (!this.connecting && now - Math.max(this.answered, this.renewed) > RENEW_AFTER.toMillis()) {
			this.renewed = now;
			this.renewals.tryEmitNext(true);
		}
		return probe();
	}

	private Mono<Void> probe() {
		ReactivePubSubCommands current = this.commands;
		return (current != null)
				? publish(current, this.probe.message()).timeout(PROBE_INTERVAL, this.scheduler).onErrorComplete()
				: Mono.empty();
	}

	/**
	 * Publish a message, unless Redis is away.
	 * @param message the message; an empty one only finds out whether Redis is there
	 * @return completes when Redis has taken it
	 */
	Mono<Void> publish(ByteBuffer message) {
		return this.opened.asMono().then(Mono.defer(() -> {
			ReactivePubSubCommands current = this.commands;
			if (current == null || !this.state.connected()) {
				return Mono.error(new RedisAwayException("Redis does not answer"));
			}
			if (message.hasRemaining()) {
				return publish(current, message).timeout(TAKING, this.scheduler);
			}
			// Redis may take the probe before it is known to be back.
			return publish(current, this.probe.message()).timeout(TAKING, this.scheduler)
				.then(Mono.defer(() -> this.state.connected() ? Mono.empty()
						: Mono.error(new RedisAwayException("Redis does not answer"))));
		}));
	}

	private Mono<Void> publish(ReactivePubSubCommands commands, ByteBuffer message) {
		return commands.publish(this.channel, message).then();
	}

	private synchronized void setConnected(boolean connected) {
		if (this.state.connected() != connected) {
			this.state = new State(connected, Instant.ofEpochMilli(now()));
			logger.debug(LogMessage.format("Redis is %s", connected ? "there" : "away"));
		}
	}

	private long now() {
		return this.scheduler.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether Redis is there.
	 *
	 * @param connected whether it is
	 * @param since since when
	 */
	record State(boolean connected, Instant since) {
	}

}
