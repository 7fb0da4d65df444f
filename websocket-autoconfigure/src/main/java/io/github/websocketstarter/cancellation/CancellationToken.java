package io.github.websocketstarter.cancellation;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Tells work that it should stop.
 * <p>
 * A token is active until it is cancelled, once and for good. It may stay active for
 * ever, so nobody may rely on its cancellation for anything but stopping early. Safe for
 * use by several threads.
 * <p>
 * Callbacks and completions run on
 * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, never on an event loop nor
 * on the thread that cancels. A callback is expected to be short: one that takes longer
 * than 1 s is logged at {@code WARN}, one that fails is logged at {@code ERROR}, and
 * neither holds up the others.
 * <p>
 * Mirrors {@code System.Threading.CancellationToken}.
 *
 * @since 0.1.0
 * @see CancellationTokenSource
 * @see DisconnectToken
 */
public interface CancellationToken {

	/**
	 * Return whether this token is cancelled.
	 * @return {@code true} from the cancellation on, before the first callback runs
	 */
	boolean isCancelled();

	/**
	 * Fail if this token is cancelled, otherwise do nothing.
	 * @throws CancellationException if {@link #isCancelled()}
	 */
	default void throwIfCancelled() {
		if (isCancelled()) {
			throw new CancellationException("The token is cancelled");
		}
	}

	/**
	 * Return the cancellation as a signal.
	 * @return completes empty when this token is cancelled, soon after the subscription
	 * if it is already; stays silent otherwise and never fails; cancelling a subscription
	 * forgets it
	 */
	default Mono<Void> whenCancelled() {
		return Mono.create((sink) -> sink.onDispose(onCancel(sink::success)));
	}

	/**
	 * Register a callback for the cancellation.
	 * @param callback what to run, exactly once; soon if this token is already cancelled
	 * @return disposing it forgets the callback, which then never starts (one that is
	 * running goes on undisturbed); neither blocks nor fails. It reports itself as
	 * disposed when the callback will not start any more
	 */
	Disposable onCancel(Runnable callback);

	/**
	 * Bind work to this token.
	 * @param <T> what the work emits
	 * @param work the work, subscribed to for each subscriber; not at all if this token
	 * is already cancelled
	 * @return emits what the work emits; when this token is cancelled, cancels the work
	 * and completes
	 */
	default <T> Flux<T> stop(Publisher<T> work) {
		Assert.notNull(work, "'work' must not be null");
		return Flux.defer(() -> isCancelled() ? Flux.<T>empty() : Flux.from(work).takeUntilOther(whenCancelled()));
	}

	/**
	 * Run work that blocks on the calling thread, which is interrupted when this token is
	 * cancelled meanwhile. For virtual threads and those of
	 * {@link Schedulers#boundedElastic()}; work that does not heed interrupts goes on.
	 * @param <T> what the work returns
	 * @param work the work, not begun if this token is already cancelled
	 * @return what the work returned
	 * @throws CancellationException if this token is cancelled before the work begins, or
	 * while it runs and it fails
	 * @throws IllegalStateException if the calling thread must not block, as an event
	 * loop
	 * @throws Exception what else the work throws
	 */
	default <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
		Assert.notNull(work, "'work' must not be null");
		Assert.state(!Schedulers.isInNonBlockingThread(), () -> "The thread " + Thread.currentThread().getName()
				+ " must not block: subscribe on Schedulers.boundedElastic(), or use virtual threads");
		return BlockingCall.run(this, work);
	}

	/**
	 * Return a token that is never cancelled and keeps no callback.
	 * @return the token, always the same
	 */
	static CancellationToken never() {
		return NeverToken.INSTANCE;
	}

	/**
	 * Join several tokens to one.
	 * <p>
	 * The joint token holds nothing of its own: a callback is registered with each of the
	 * given tokens and leaves all of them when the first has run it or when it is
	 * disposed. Joining to a token that lives as long as the application is therefore
	 * safe as long as callbacks are disposed, as {@link #stop} and
	 * {@link #whenCancelled()} do when their subscription ends.
	 * @param tokens the tokens to join; none at all give {@link #never()}
	 * @return a token that is cancelled as soon as any of the given tokens is
	 */
	static CancellationToken anyOf(CancellationToken... tokens) {
		Assert.noNullElements(tokens, "'tokens' must not contain null");
		return switch (tokens.length) {
			case 0 -> never();
			case 1 -> tokens[0];
			default -> new AnyOfToken(tokens);
		};
	}

}
