package io.github.websocketstarter.cancellation;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CancellationTokenSource}.
 */
class CancellationTokenSourceTests {

	private final CancellationTokenSource source = new CancellationTokenSource();

	private final CancellationToken token = this.source.token();

	private VirtualTimeScheduler time;

	@BeforeEach
	void stopTheClock() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void restartTheClock() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void firstCancelWins() {
		assertThat(this.source.cancel()).isTrue();
		assertThat(this.source.cancel()).isFalse();
	}

	@Test
	void callbackRunsOnceHoweverOftenTheSourceCancels() {
		AtomicInteger runs = new AtomicInteger();
		Disposable registration = this.token.onCancel(runs::incrementAndGet);

		this.source.cancel();
		this.source.cancel();

		assertThat(runs).hasValue(1);
		assertThat(registration.isDisposed()).isTrue();
	}

	@Test
	void disposedCallbackNeverRuns() {
		AtomicInteger runs = new AtomicInteger();
		Disposable registration = this.token.onCancel(runs::incrementAndGet);
		assertThat(registration.isDisposed()).isFalse();

		registration.dispose();
		this.source.cancel();

		assertThat(runs).hasValue(0);
		assertThat(registration.isDisposed()).isTrue();
	}

	@Test
	void callbackDisposedByAnEarlierOneNeverRuns() {
		AtomicInteger runs = new AtomicInteger();
		Disposable.Swap second = Disposables.swap();
		this.token.onCancel(second::dispose);
		second.update(this.token.onCancel(runs::incrementAndGet));
		this.token.onCancel(runs::incrementAndGet);

		this.source.cancel();

		assertThat(runs).hasValue(1);
	}

	@Test
	void tokenIsAlwaysTheSame() {
		assertThat(this.source.token()).isSameAs(this.token);
	}

	@Test
	void tokenIsCancelledAfterTheDelayAndNotBefore() {
		this.source.cancelAfter(Duration.ofMillis(100));

		this.time.advanceTimeBy(Duration.ofMillis(99));
		assertThat(this.token.isCancelled()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.token.isCancelled()).isTrue();
		assertThat(this.source.cancel()).isFalse();
	}

	@Test
	void longerDelayReplacesAShorterOne() {
		this.source.cancelAfter(Duration.ofSeconds(1));
		this.source.cancelAfter(Duration.ofSeconds(5));

		this.time.advanceTimeBy(Duration.ofSeconds(4));
		assertThat(this.token.isCancelled()).isFalse();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.token.isCancelled()).isTrue();
	}

	@Test
	void shorterDelayReplacesALongerOne() {
		this.source.cancelAfter(Duration.ofSeconds(5));
		this.source.cancelAfter(Duration.ofNanos(1));

		this.time.advanceTimeBy(Duration.ofMillis(1));

		assertThat(this.token.isCancelled()).isTrue();
	}

	@Test
	void zeroDelayCancelsAtOnce() {
		this.source.cancelAfter(Duration.ZERO);

		assertThat(this.token.isCancelled()).isTrue();
	}

	@Test
	void endlessDelayRemovesTheTimer() {
		this.source.cancelAfter(Duration.ofSeconds(1));
		this.source.cancelAfter(ChronoUnit.FOREVER.getDuration());

		assertThat(this.time.getScheduledTaskCount()).isEqualTo(1);
		this.time.advanceTimeBy(Duration.ofDays(1));

		assertThat(this.token.isCancelled()).isFalse();
	}

	@Test
	void negativeDelayIsRefusedAndChangesNothing() {
		this.source.cancelAfter(Duration.ofSeconds(1));

		assertThatIllegalArgumentException().isThrownBy(() -> this.source.cancelAfter(Duration.ofMillis(-1)))
			.withMessage("'delay' must not be negative but is PT-0.001S");

		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.token.isCancelled()).isTrue();
	}

	@Test
	void cancelledSourceStartsNoTimer() {
		this.source.cancel();

		this.source.cancelAfter(Duration.ofSeconds(1));

		assertThat(this.time.getScheduledTaskCount()).isZero();
	}

}
