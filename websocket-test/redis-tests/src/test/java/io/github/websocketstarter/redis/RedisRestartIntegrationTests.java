package io.github.websocketstarter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.broadcast.GroupMember;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two instances of an application whose Redis is killed and started again under
 * load.
 */
@Testcontainers(disabledWithoutDocker = true)
class RedisRestartIntegrationTests {

	private static final int CONNECTIONS = Integer.getInteger("redis-tests.connections", 200);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Container
	private static final Redis redis = new Redis();

	@Test
	void connectionsStayAndDeliveryGoesOn() {
		try (Node here = new Node(redis); Node there = new Node(redis)) {
			List<List<String>> received = new ArrayList<>();
			Disposable.Composite running = Disposables.composite();
			for (int i = 0; i < CONNECTIONS; i++) {
				List<String> own = new CopyOnWriteArrayList<>();
				Node node = (i % 2 == 0) ? here : there;
				running.add(node.open("/rooms/blue", "ada").receive(String.class).subscribe(own::add));
				received.add(own);
			}
			await().until(() -> size(here) + size(there) == CONNECTIONS && here.isConnected() && there.isConnected());
			AtomicInteger sent = new AtomicInteger();
			running.add(Flux.interval(Duration.ofMillis(20))
				.onBackpressureDrop()
				.concatMap((tick) -> here.groups.group("blue").send(String.valueOf(sent.incrementAndGet())))
				.subscribe());
			await().until(() -> received.stream().allMatch((each) -> each.size() > 20));

			redis.kill();
			await().until(() -> isDown(here) && isDown(there));
			assertThat(here.groups.members("blue").block(TIMEOUT).complete()).isFalse();
			redis.revive();
			await().until(() -> !isDown(here) && !isDown(there));
			int back = sent.get();
			await().until(() -> received.stream().allMatch((each) -> hasSince(each, back + 20)));
			running.dispose();

			assertThat(size(here) + size(there)).isEqualTo(CONNECTIONS);
			assertThat(received).allSatisfy((each) -> {
				assertThat(each).doesNotHaveDuplicates();
				assertThat(each.stream().map(Integer::valueOf)).isSorted();
			});
			assertThat(received.get(0)).hasSizeGreaterThan(received.get(1).size());
			assertThat((long) here.health().getDetails().get("lostMessages")).isPositive();
			await().until(() -> here.groups.members("blue").block(TIMEOUT).complete());
			assertThat(new HashSet<>(ids(here))).hasSize(CONNECTIONS);
		}
	}

	private static boolean hasSince(List<String> received, int number) {
		return !received.isEmpty() && Integer.parseInt(received.get(received.size() - 1)) > number;
	}

	private static List<String> ids(Node node) {
		return node.groups.members("blue").block(TIMEOUT).members().stream().map(GroupMember::connectionId).toList();
	}

	private static int size(Node node) {
		return node.groups.group("blue").count();
	}

	private static boolean isDown(Node node) {
		return node.health().getStatus().equals(Status.DOWN);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50));
	}

}
