package io.github.websocketstarter.cancellation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CancellationToken} as made by {@link CancellationTokenSource}.
 */
class CancellationTokenTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final CancellationTokenSource source = new CancellationTokenSource();

	private final CancellationToken token = this.source.token();

	@Test
	void activeTokenLetsWorkGoOn() {
		assertThat(this.token.isCancelled()).isFalse();
		assertThatNoException().isThrownBy(this.token::throwIfCancelled);
	}

	@Test
	void cancelledTokenSaysSoAndThrows() {
		this.source.cancel();

		assertThat(this.token.isCancelled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this.token::throwIfCancelled)
			.withMessage("The token is cancelled");
	}

	// DT-4, DT-41
	@Test
	void callbackRunsOnceOnAThreadThatMayBlock() throws Exception {
		BlockingQueue<Boolean> nonBlocking = new LinkedBlockingQueue<>();
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		this.token.onCancel(() -> {
			nonBlocking.add(Schedulers.isInNonBlockingThread());
			threads.add(Thread.currentThread());
		});

		Schedulers.parallel().schedule(this.source::cancel);

		assertThat(threads.poll(10, TimeUnit.SECONDS)).isNotNull()
			.extracting(Thread::getName)
			.asString()
			.startsWith("boundedElastic-");
		assertThat(nonBlocking).containsExactly(false);
	}

	// DT-2
	@Test
	void callbackOfACancelledTokenRunsSoonAndOnAnotherThread() throws Exception {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		this.source.cancel();

		this.token.onCancel(() -> threads.add(Thread.currentThread()));

		assertThat(threads.poll(10, TimeUnit.SECONDS)).isNotNull().isNotSameAs(Thread.currentThread());
	}

	@Test
	void tokenIsCancelledBeforeItsCallbackRuns() throws Exception {
		BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
		this.token.onCancel(() -> seen.add(this.token.isCancelled()));

		this.source.cancel();

		assertThat(seen.poll(10, TimeUnit.SECONDS)).isTrue();
	}

	// DT-7
	@Test
	void disposingARunningCallbackNeitherBlocksNorStopsIt() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CountDownLatch finished = new CountDownLatch(1);
		Disposable registration = this.token.onCancel(() -> {
			running.countDown();
			await(goOn);
			finished.countDown();
		});
		this.source.cancel();
		await(running);

		registration.dispose();
		registration.dispose();

		assertThat(registration.isDisposed()).isTrue();
		goOn.countDown();
		await(finished);
	}

	// DT-4
	@Test
	void callbackThatThrowsDoesNotHurtTheOthersNorTheCanceller() {
		CountDownLatch ran = new CountDownLatch(2);
		this.token.onCancel(ran::countDown);
		this.token.onCancel(() -> {
			throw new AssertionError("thrown by the test");
		});
		this.token.onCancel(ran::countDown);

		assertThat(this.source.cancel()).isTrue();

		await(ran);
	}

	@Test
	void callbackThatHangsDoesNotHoldUpTheNext() {
		CountDownLatch second = new CountDownLatch(1);
		CountDownLatch first = new CountDownLatch(1);
		this.token.onCancel(() -> {
			await(second);
			first.countDown();
		});
		this.token.onCancel(second::countDown);

		this.source.cancel();

		await(first);
	}

	@Test
	void registeringAndDisposingForeverLeavesNothingBehind() {
		List<Disposable> kept = new ArrayList<>();
		for (int i = 0; i < 100_000; i++) {
			Disposable registration = this.token.onCancel(() -> {
			});
			if (i % 25_000 == 0) {
				kept.add(registration);
			}
			else {
				registration.dispose();
				registration.dispose();
			}
		}

		assertThat(this.token).hasToString("CancellationToken[active, callbacks=4]");
		Disposable middle = kept.remove(1);
		middle.dispose();
		assertThat(this.token).hasToString("CancellationToken[active, callbacks=3]");
		kept.forEach(Disposable::dispose);
		assertThat(this.token).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void signalCompletesOffTheCancellingThread() {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		Mono<Void> signal = this.token.whenCancelled().doOnSuccess((none) -> threads.add(Thread.currentThread()));

		StepVerifier.create(signal).expectSubscription().then(this.source::cancel).expectComplete().verify(TIMEOUT);

		assertThat(threads.remove()).isNotSameAs(Thread.currentThread());
	}

	@Test
	void signalOfACancelledTokenCompletes() {
		this.source.cancel();

		StepVerifier.create(this.token.whenCancelled()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void cancelledSubscriptionOfTheSignalIsForgotten() {
		Disposable subscription = this.token.whenCancelled().subscribe();
		assertThat(this.token).hasToString("CancellationToken[active, callbacks=1]");

		subscription.dispose();

		assertThat(this.token).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void stopCancelsTheWorkAndCompletes() {
		TestPublisher<String> work = TestPublisher.create();

		StepVerifier.create(this.token.stop(work))
			.then(() -> work.next("one"))
			.expectNext("one")
			.then(this.source::cancel)
			.expectComplete()
			.verify(TIMEOUT);

		work.assertCancelled();
	}

	@Test
	void stopDoesNotStartWorkUnderACancelledToken() {
		TestPublisher<String> work = TestPublisher.create();
		Flux<String> stopped = this.token.stop(work);
		this.source.cancel();

		StepVerifier.create(stopped).expectComplete().verify(TIMEOUT);

		work.assertWasNotSubscribed();
	}

	@Test
	void stopPassesOnTheEndOfTheWorkAndForgetsIt() {
		StepVerifier.create(this.token.stop(Flux.just(1, 2))).expectNext(1, 2).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.token.stop(Flux.error(new IllegalStateException("thrown by the test"))))
			.expectErrorMessage("thrown by the test")
			.verify(TIMEOUT);
		StepVerifier.create(this.token.stop(Flux.never())).expectSubscription().thenCancel().verify(TIMEOUT);

		assertThat(this.token).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void neverTokenIsNeverCancelledAndKeepsNoCallback() {
		CancellationToken never = CancellationToken.never();

		assertThat(never.isCancelled()).isFalse();
		assertThat(never.onCancel(() -> {
		}).isDisposed()).isTrue();
		assertThat(never.whenCancelled()).isSameAs(Mono.never());
		StepVerifier.create(never.stop(Flux.just(1))).expectNext(1).expectComplete().verify(TIMEOUT);
		assertThat(never).hasToString("CancellationToken[never]");
	}

	@Test
	void nullIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.token.onCancel(null))
			.withMessage("'callback' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.token.stop(null))
			.withMessage("'work' must not be null");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
