package io.github.websocketstarter.cancellation;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/**
 * One callback, run at most once and never after it was disposed, and a link in the list
 * of its token.
 */
final class CallbackRegistration implements Runnable, Disposable {

	static final Duration SLOW = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(CallbackRegistration.class);

	/**
	 * Who takes the callback out decides its fate: {@link #run()} or {@link #dispose()}.
	 */
	private final AtomicReference<@Nullable Runnable> callback;

	private final @Nullable Callbacks owner;

	/** Guarded by {@link #owner}. */
	@Nullable CallbackRegistration previous;

	/** Guarded by {@link #owner}. */
	@Nullable CallbackRegistration next;

	CallbackRegistration(Runnable callback, @Nullable Callbacks owner) {
		this.callback = new AtomicReference<>(callback);
		this.owner = owner;
	}

	static CallbackRegistration runSoon(Runnable callback) {
		CallbackRegistration registration = new CallbackRegistration(callback, null);
		registration.schedule();
		return registration;
	}

	/**
	 * Leave the thread that cancels, which is often an event loop. Each callback is a
	 * task of its own, so that a slow one does not hold up the next.
	 */
	void schedule() {
		try {
			Schedulers.boundedElastic().schedule(this);
		}
		catch (RejectedExecutionException ex) {
			logger.error("Cancellation callback dropped: the boundedElastic scheduler takes no more tasks", ex);
		}
	}

	void unlink() {
		this.previous = null;
		this.next = null;
	}

	@Override
	public void run() {
		Runnable taken = this.callback.getAndSet(null);
		if (taken != null) {
			run(taken, System::nanoTime);
		}
	}

	static void run(Runnable callback, LongSupplier nanoTime) {
		long start = nanoTime.getAsLong();
		try {
			callback.run();
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			logger.error("Cancellation callback " + callback.getClass().getName() + " failed", ex);
		}
		Duration taken = Duration.ofNanos(nanoTime.getAsLong() - start);
		if (taken.compareTo(SLOW) > 0) {
			logger.warn("Cancellation callback " + callback.getClass().getName() + " took " + taken.toMillis()
					+ " ms; it must be short, so hand longer work to a thread of your own");
		}
	}

	@Override
	public void dispose() {
		if (this.callback.getAndSet(null) != null && this.owner != null) {
			this.owner.remove(this);
		}
	}

	@Override
	public boolean isDisposed() {
		return this.callback.get() == null;
	}

}
