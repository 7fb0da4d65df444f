package io.github.websocketstarter.cancellation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Makes a {@link CancellationToken} and cancels it.
 * <p>
 * Keep the source with whoever may cancel, and hand out the {@linkplain #token() token}.
 * A source needs no closing: one that nobody refers to is collected, at the latest when
 * its timer fires. Safe for use by several threads; no method blocks.
 * <p>
 * Mirrors {@code System.Threading.CancellationTokenSource}.
 *
 * @since 0.1.0
 */
public final class CancellationTokenSource {

	private final OneShotToken token = new OneShotToken();

	private final Disposable.Swap timer = Disposables.swap();

	/**
	 * Return the token of this source.
	 * @return the token, always the same
	 */
	public CancellationToken token() {
		return this.token;
	}

	/**
	 * Cancel the token; its callbacks run on other threads.
	 * @return {@code true} if this call cancelled it, {@code false} if it was cancelled
	 * before
	 */
	public boolean cancel() {
		boolean cancelled = this.token.end("by its source");
		this.timer.dispose();
		return cancelled;
	}

	/**
	 * Cancel the token after a time, unless it is cancelled earlier. A time given before
	 * is replaced, whether it was longer or shorter; all sources share the timer threads
	 * of {@link Schedulers#parallel()}.
	 * @param delay the time from now, in the resolution of nanoseconds; zero cancels at
	 * once, and more than 292 years, such as the duration of
	 * {@link java.time.temporal.ChronoUnit#FOREVER}, only removes the earlier time
	 * @throws IllegalArgumentException if the delay is negative
	 */
	public void cancelAfter(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		Assert.isTrue(!delay.isNegative(), () -> "'delay' must not be negative but is " + delay);
		long nanos = TimeUnit.NANOSECONDS.convert(delay);
		if (nanos == 0) {
			cancel();
		}
		else if (nanos == Long.MAX_VALUE) {
			this.timer.update(Disposables.disposed());
		}
		else if (!this.timer.isDisposed()) {
			// if the token is cancelled meanwhile, the swap is disposed and disposes the
			// new timer
			this.timer.update(Schedulers.parallel().schedule(this::cancel, nanos, TimeUnit.NANOSECONDS));
		}
	}

}
