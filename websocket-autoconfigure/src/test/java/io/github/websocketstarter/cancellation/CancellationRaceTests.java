package io.github.websocketstarter.cancellation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tokens that several threads use at the same moment (DT-3).
 */
class CancellationRaceTests {

	private static final int ROUNDS = 2_000;

	private static final int BURST = 100;

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	/**
	 * How many actions have arrived at a start; threads spin on it, because waking one up
	 * takes too long to collide.
	 */
	private final AtomicInteger arrived = new AtomicInteger();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	// DT-2
	@Test
	void callbackRegisteredDuringTheCancellationRunsExactlyOnce() throws Exception {
		List<AtomicInteger> counters = new ArrayList<>();
		CountDownLatch allRan = new CountDownLatch(ROUNDS);
		for (int i = 0; i < ROUNDS; i++) {
			CancellationTokenSource source = new CancellationTokenSource();
			AtomicInteger counter = new AtomicInteger();
			counters.add(counter);
			race(source::cancel, () -> source.token().onCancel(() -> {
				counter.incrementAndGet();
				allRan.countDown();
			}));
		}

		assertThat(allRan.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(counters).allSatisfy((counter) -> assertThat(counter).hasValue(1));
	}

	// DT-2
	@Test
	void burstOfCallbacksRegisteredDuringTheCancellationRunsWhole() throws Exception {
		CountDownLatch allRan = new CountDownLatch(ROUNDS / 20 * BURST);
		for (int i = 0; i < ROUNDS / 20; i++) {
			CancellationTokenSource source = new CancellationTokenSource();
			race(() -> register(source.token(), allRan), () -> {
				while (source.token().toString().endsWith("callbacks=0]")) {
					Thread.yield();
				}
				source.cancel();
			});
		}

		assertThat(allRan.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void callbacksRegisteredAtTheSameTimeAllRun() throws Exception {
		CountDownLatch allRan = new CountDownLatch(ROUNDS / 20 * BURST * 2);
		for (int i = 0; i < ROUNDS / 20; i++) {
			CancellationTokenSource source = new CancellationTokenSource();
			race(() -> register(source.token(), allRan), () -> register(source.token(), allRan));
			assertThat(source.token()).hasToString("CancellationToken[active, callbacks=" + 2 * BURST + "]");
			source.cancel();
		}

		assertThat(allRan.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static void register(CancellationToken token, CountDownLatch allRan) {
		for (int i = 0; i < BURST; i++) {
			token.onCancel(allRan::countDown);
		}
	}

	// DT-7
	@Test
	void callbackDisposedDuringTheCancellationRunsAtMostOnce() throws Exception {
		AtomicInteger violations = new AtomicInteger();
		for (int i = 0; i < ROUNDS; i++) {
			CancellationTokenSource source = new CancellationTokenSource();
			AtomicBoolean ran = new AtomicBoolean();
			Disposable registration = source.token().onCancel(() -> {
				if (ran.getAndSet(true)) {
					violations.incrementAndGet();
				}
			});
			Disposable other = source.token().onCancel(() -> {
			});
			race(source::cancel, () -> {
				registration.dispose();
				other.dispose();
			});
			assertThat(registration.isDisposed()).isTrue();
			assertThat(source.token().isCancelled()).isTrue();
		}

		assertThat(violations).hasValue(0);
	}

	@Test
	void registeringAndDisposingByTwoThreadsLeavesNothingBehind() throws Exception {
		CancellationTokenSource source = new CancellationTokenSource();
		Runnable cycle = () -> {
			for (int i = 0; i < 100 * ROUNDS; i++) {
				Disposable first = source.token().onCancel(() -> {
				});
				Disposable second = source.token().onCancel(() -> {
				});
				first.dispose();
				second.dispose();
			}
		};

		race(cycle, cycle);

		assertThat(source.token()).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void onlyOneOfTwoCancellationsWinsAndItsReasonStays() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			DisconnectTokenSource source = new DisconnectTokenSource();
			AtomicInteger winners = new AtomicInteger();
			List<DisconnectReason> winner = new ArrayList<>();
			race(() -> disconnect(source, DisconnectReason.PEER_EOF, winners, winner),
					() -> disconnect(source, DisconnectReason.SHUTDOWN, winners, winner));
			assertThat(winners).hasValue(1);
			assertThat(source.token().reason()).contains(winner.get(0));
		}
	}

	private static void disconnect(DisconnectTokenSource source, DisconnectReason reason, AtomicInteger winners,
			List<DisconnectReason> winner) {
		if (source.disconnect(reason)) {
			winners.incrementAndGet();
			winner.add(reason);
		}
	}

	@Test
	void reasonIsKnownAsSoonAsTheTokenIsCancelled() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			DisconnectTokenSource source = new DisconnectTokenSource();
			AtomicBoolean known = new AtomicBoolean();
			race(() -> source.disconnect(DisconnectReason.PEER_RESET), () -> {
				while (!source.token().isCancelled()) {
					Thread.yield();
				}
				known.set(source.token().reason().isPresent());
			});
			assertThat(known).isTrue();
		}
	}

	// DT-5
	@Test
	void callbackRacingWithTheExpiryNeverRunsAndIsNotKept() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		for (int i = 0; i < ROUNDS; i++) {
			DisconnectTokenSource source = new DisconnectTokenSource();
			List<Disposable> registrations = new ArrayList<>();
			race(source::expire, () -> registrations.add(source.token().onCancel(runs::incrementAndGet)));
			assertThat(registrations.get(0).isDisposed()).isTrue();
		}

		assertThat(runs).hasValue(0);
	}

	@Test
	void callbackOfAJointTokenRunsOnceWhenBothParentsFire() throws Exception {
		List<AtomicInteger> counters = new ArrayList<>();
		CountDownLatch allRan = new CountDownLatch(ROUNDS);
		for (int i = 0; i < ROUNDS; i++) {
			CancellationTokenSource left = new CancellationTokenSource();
			CancellationTokenSource right = new CancellationTokenSource();
			AtomicInteger counter = new AtomicInteger();
			counters.add(counter);
			CancellationToken.anyOf(left.token(), right.token()).onCancel(() -> {
				counter.incrementAndGet();
				allRan.countDown();
			});
			race(left::cancel, right::cancel);
		}

		assertThat(allRan.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(counters).allSatisfy((counter) -> assertThat(counter).hasValue(1));
	}

	@Test
	void callbackRegisteredWithAJointTokenThatFiresLeavesTheOtherParent() throws Exception {
		CancellationTokenSource applicationWide = new CancellationTokenSource();
		CountDownLatch allRan = new CountDownLatch(ROUNDS);
		for (int i = 0; i < ROUNDS; i++) {
			CancellationTokenSource one = new CancellationTokenSource();
			CancellationToken joint = CancellationToken.anyOf(one.token(), applicationWide.token());
			race(one::cancel, () -> joint.onCancel(allRan::countDown));
		}

		assertThat(allRan.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(applicationWide.token()).hasToString("CancellationToken[active, callbacks=0]");
	}

	private void race(Runnable left, Runnable right) throws Exception {
		int start = this.arrived.get() + 2;
		Future<?> first = this.threads.submit(() -> runAt(start, left));
		Future<?> second = this.threads.submit(() -> runAt(start, right));
		first.get(30, TimeUnit.SECONDS);
		second.get(30, TimeUnit.SECONDS);
	}

	private void runAt(int start, Runnable action) {
		this.arrived.incrementAndGet();
		while (this.arrived.get() < start) {
			Thread.yield();
		}
		action.run();
	}

}
