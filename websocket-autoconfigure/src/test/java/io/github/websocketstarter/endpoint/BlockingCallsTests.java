package io.github.websocketstarter.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class BlockingCallsTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.time.dispose();
	}

	@Test
	void quickCallsShareOneWorker() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		AtomicInteger made = new AtomicInteger();

		IntStream.range(0, 100).forEach((i) -> calls.execute(made::incrementAndGet));

		assertThat(workers).hasSize(1);
		workers.remove().run();
		assertThat(made).hasValue(100);
		assertThat(workers).isEmpty();
	}

	@Test
	void callThatBlocksDoesNotHoldUpOthers() throws InterruptedException {
		BlockingCalls calls = new BlockingCalls(this.threads, this.time);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		calls.execute(() -> {
			blocked.countDown();
			await(release);
		});
		assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
		CountDownLatch made = new CountDownLatch(1);

		calls.execute(made::countDown);
		this.time.advanceTimeBy(Duration.ofMillis(2));

		assertThat(made.await(10, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	@Test
	void workersGrowWhileCallsAreSlow() {
		BlockingCalls calls = new BlockingCalls(this.threads, this.time);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger blocked = new AtomicInteger();
		IntStream.range(0, 40).forEach((i) -> calls.execute(() -> {
			blocked.incrementAndGet();
			await(release);
		}));

		Awaitility.await().until(() -> {
			this.time.advanceTimeBy(Duration.ofMillis(1));
			return blocked.get() == 40;
		});
		release.countDown();
	}

	@Test
	void workerThatKeepsUpGetsNoHelp() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		makeCalls(calls, 30, Map.of(20, () -> this.time.advanceTimeBy(Duration.ofMillis(1))));

		workers.remove().run();

		assertThat(workers).isEmpty();
	}

	@Test
	void workerThatFallsBehindGetsHelp() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		makeCalls(calls, 30, Map.of(10, () -> this.time.advanceTimeBy(Duration.ofMillis(1))));

		workers.remove().run();

		assertThat(workers).hasSize(1);
	}

	@Test
	void workerThatKeepsUpIsLookedAfterMoreRarely() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		List<Integer> helpers = new ArrayList<>();
		Runnable millisecond = () -> {
			this.time.advanceTimeBy(Duration.ofMillis(1));
			helpers.add(workers.size());
		};
		makeCalls(calls, 100, Map.of(60, millisecond, 61, millisecond, 62, millisecond));

		workers.remove().run();

		assertThat(helpers).containsExactly(0, 0, 1);
	}

	@Test
	void workersThatDoNotStartAreNotAddedTo() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		IntStream.range(0, 40).forEach((i) -> calls.execute(() -> {
		}));

		this.time.advanceTimeBy(Duration.ofSeconds(1));

		assertThat(workers).hasSize(1);
	}

	@Test
	void refusedCallsAreMadeLater() {
		Queue<Runnable> workers = new ArrayDeque<>();
		AtomicBoolean full = new AtomicBoolean(true);
		BlockingCalls calls = new BlockingCalls((worker) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			workers.add(worker);
		}, this.time);
		AtomicInteger made = new AtomicInteger();
		calls.execute(made::incrementAndGet);
		assertThat(workers).isEmpty();

		full.set(false);
		this.time.advanceTimeBy(Duration.ofMillis(2));
		workers.remove().run();

		assertThat(made).hasValue(1);
	}

	@Test
	void callThatFailsEndsNoWorker() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		AtomicInteger made = new AtomicInteger();
		calls.execute(() -> {
			throw new IllegalStateException("expected");
		});
		calls.execute(made::incrementAndGet);

		workers.remove().run();

		assertThat(made).hasValue(1);
	}

	@Test
	void interruptIsNotHandedOn() {
		Queue<Runnable> workers = new ArrayDeque<>();
		BlockingCalls calls = new BlockingCalls(workers::add, this.time);
		AtomicBoolean interrupted = new AtomicBoolean();
		calls.execute(() -> Thread.currentThread().interrupt());
		calls.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));

		workers.remove().run();

		assertThat(interrupted).isFalse();
	}

	private static void makeCalls(BlockingCalls calls, int count, Map<Integer, Runnable> special) {
		IntStream.rangeClosed(1, count).forEach((i) -> calls.execute(special.getOrDefault(i, () -> {
		})));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
