package io.github.websocketstarter.broadcast;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.websocketstarter.broadcast.redis.RedisBackplaneStatus;
import io.github.websocketstarter.redis.Redis;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link io.github.websocketstarter.broadcast.redis.RedisBackplane} with two
 * instances and a real Redis.
 */
@Testcontainers(disabledWithoutDocker = true)
@ExtendWith(OutputCaptureExtension.class)
class RedisBackplaneIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Container
	private static final Redis redis = new Redis();

	private RedisInstance here;

	private RedisInstance there;

	@BeforeEach
	void start() {
		this.here = new RedisInstance(redis).start();
		this.there = new RedisInstance(redis).start();
		await().until(() -> this.here.isConnected() && this.there.isConnected());
	}

	@AfterEach
	void stop() {
		this.here.close();
		this.there.close();
	}

	@Test
	void messagesReachTheOtherInstanceOnceInTheirOrder() {
		List<String> texts = IntStream.range(0, 2000).mapToObj(String::valueOf).toList();

		Flux.fromIterable(texts).flatMapSequential(this.here::send, 256).blockLast(TIMEOUT);

		await().untilAsserted(() -> assertThat(this.there.received).hasSize(texts.size()));
		assertThat(this.there.received).isEqualTo(texts);
		assertThat(this.here.received).isEmpty();
	}

	@Test
	void largeMessageArrives() {
		String text = "x".repeat(1024 * 1024);

		this.here.send(text).block(TIMEOUT);

		await().untilAsserted(() -> assertThat(this.there.received).containsExactly(text));
	}

	@Test
	void messagesOfStrangersAreDropped(CapturedOutput output) {
		publish("hello");
		publish("");
		this.here.send("last").block(TIMEOUT);

		await().untilAsserted(() -> assertThat(this.there.received).containsExactly("last"));
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void presenceHasTheMembersOfBoth() {
		this.here.group("lobby", "h1");
		this.there.group("lobby", "t1");

		Presence presence = this.here.instances.presence("lobby").block(TIMEOUT);

		assertThat(presence.members()).extracting(GroupMember::connectionId).containsExactlyInAnyOrder("h1", "t1");
		assertThat(presence.complete()).isTrue();
	}

	@Test
	void instanceThatStopsIsNotWaitedFor() {
		await().until(() -> !this.here.instances.presence("lobby").block(TIMEOUT).members().isEmpty()
				|| this.here.instances.presence("lobby").block(TIMEOUT).complete());

		this.there.close();

		await().untilAsserted(() -> {
			long start = System.nanoTime();
			assertThat(this.here.instances.presence("lobby").block(TIMEOUT).complete()).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
		});
	}

	@Test
	void deliveryGoesOnAfterRedisWasKilled(CapturedOutput output) {
		deliveryGoesOnAfter(redis::kill, redis::revive);

		assertOneOutage(output);
	}

	@Test
	void deliveryGoesOnAfterRedisHung(CapturedOutput output) {
		deliveryGoesOnAfter(redis::pause, redis::unpause);

		assertOneOutage(output);
	}

	private void deliveryGoesOnAfter(Runnable failure, Runnable repair) {
		AtomicInteger sent = new AtomicInteger();
		Instant before = Instant.now();
		Disposable sending = Flux.interval(Duration.ofMillis(2))
			.onBackpressureDrop()
			.flatMap((tick) -> this.here.send(String.valueOf(sent.incrementAndGet())), 2048)
			.subscribe();
		await().until(() -> this.there.received.size() > 100);

		failure.run();
		await().until(() -> !this.here.isConnected() && !this.there.isConnected());
		RedisBackplaneStatus away = this.here.backplane.status();
		await().until(() -> this.here.backplane.status().lost() > away.lost() + 500);
		int during = this.there.received.size();
		repair.run();

		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.here.isConnected() && this.there.received.size() > during + 1500);
		sending.dispose();
		assertThat(this.there.received).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> a.length() - b.length());
		assertThat(this.here.received).isEmpty();
		assertThat(away.since()).isBetween(before, Instant.now());
		assertThat(this.here.backplane.status().since()).isAfter(away.since());
		await().until(() -> this.here.instances.presence("lobby").block(TIMEOUT).complete());
	}

	/** The one that sends nothing may not have noticed. */
	private static void assertOneOutage(CapturedOutput output) {
		await().untilAsserted(() -> assertThat(lines(output, "The backplane is back")).isBetween(1L, 2L)
			.isEqualTo(lines(output, "The backplane is away")));
	}

	private void publish(String message) {
		new ReactiveStringRedisTemplate(this.here.connections).convertAndSend("websocket", message).block(TIMEOUT);
	}

	private static long lines(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50));
	}

}
