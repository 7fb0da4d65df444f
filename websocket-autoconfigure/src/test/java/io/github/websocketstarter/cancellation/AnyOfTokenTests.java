package io.github.websocketstarter.cancellation;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CancellationToken#anyOf}.
 */
class AnyOfTokenTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final CancellationTokenSource left = new CancellationTokenSource();

	private final CancellationTokenSource right = new CancellationTokenSource();

	private final CancellationToken joint = CancellationToken.anyOf(this.left.token(), this.right.token());

	@Test
	void jointTokenIsCancelledWithTheFirstOfItsParents() {
		assertThat(this.joint.isCancelled()).isFalse();

		this.right.cancel();

		assertThat(this.joint.isCancelled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this.joint::throwIfCancelled);
		StepVerifier.create(this.joint.whenCancelled()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void jointTokenRegistersNothingUntilSomebodyListens() {
		assertNoCallbacks();

		Disposable registration = this.joint.onCancel(() -> {
		});

		assertThat(this.left.token()).hasToString("CancellationToken[active, callbacks=1]");
		assertThat(this.right.token()).hasToString("CancellationToken[active, callbacks=1]");
		assertThat(registration.isDisposed()).isFalse();
		registration.dispose();
		assertThat(registration.isDisposed()).isTrue();
		assertNoCallbacks();
	}

	@Test
	void workThatEndsLeavesNothingWithItsParents() {
		for (int i = 0; i < 1_000; i++) {
			StepVerifier.create(this.joint.stop(Flux.just(1))).expectNext(1).expectComplete().verify(TIMEOUT);
		}

		assertNoCallbacks();
	}

	@Test
	void callbackThatRanLeavesTheOtherParent() {
		StepVerifier.create(this.joint.whenCancelled())
			.expectSubscription()
			.then(this.left::cancel)
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(this.right.token()).hasToString("CancellationToken[active, callbacks=0]");
	}

	@Test
	void disposedCallbackDoesNotRunEvenIfAParentCallsItLate() {
		LateToken late = new LateToken();
		AtomicInteger runs = new AtomicInteger();
		Disposable registration = CancellationToken.anyOf(this.left.token(), late).onCancel(runs::incrementAndGet);

		registration.dispose();
		late.callback.run();

		assertThat(runs).hasValue(0);
	}

	@Test
	void tokenAloneStaysItself() {
		assertThat(CancellationToken.anyOf(this.left.token())).isSameAs(this.left.token());
	}

	@Test
	void noTokenAtAllIsNever() {
		assertThat(CancellationToken.anyOf()).isSameAs(CancellationToken.never());
	}

	@Test
	void laterChangeOfTheArrayHasNoEffect() {
		CancellationToken[] tokens = { this.left.token(), this.right.token() };
		CancellationToken any = CancellationToken.anyOf(tokens);

		tokens[0] = CancellationToken.never();
		this.left.cancel();

		assertThat(any.isCancelled()).isTrue();
	}

	@Test
	void nullIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> CancellationToken.anyOf(this.left.token(), null))
			.withMessage("'tokens' must not contain null");
	}

	private void assertNoCallbacks() {
		assertThat(this.left.token().toString()).endsWith("callbacks=0]");
		assertThat(this.right.token().toString()).endsWith("callbacks=0]");
	}

	/**
	 * A foreign token that forgets nothing.
	 */
	private static final class LateToken implements CancellationToken {

		private Runnable callback;

		@Override
		public boolean isCancelled() {
			return false;
		}

		@Override
		public Disposable onCancel(Runnable callback) {
			this.callback = callback;
			return Disposables.disposed();
		}

	}

}
