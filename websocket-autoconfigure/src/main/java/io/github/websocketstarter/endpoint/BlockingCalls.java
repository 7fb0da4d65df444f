package io.github.websocketstarter.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs calls that may block on threads that may be blocked. Waking a thread costs more
 * than most calls, so one worker takes what comes as long as the calls are quick; when
 * they are not, more workers come: at once if none has taken a call for a moment, or with
 * a tick that finds more calls waiting than the workers take soon. Thread-safe.
 */
final class BlockingCalls {

	private static final Log logger = LogFactory.getLog(BlockingCalls.class);

	/** A worker that has not come back for so long is blocked. */
	private static final long BLOCKED_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final int TICK_MILLIS = 1;

	/** While workers are quick, a look at them now and then is enough. */
	private static final int MAX_TICK_MILLIS = 16;

	/** How quick calls were before such a pause says nothing about the next ones. */
	private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(MAX_TICK_MILLIS);

	/** How often a worker lets others run before it gives up. */
	private static final int YIELDS = 3;

	private final Executor executor;

	private final Scheduler ticks;

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	// Workers that make calls, and those that the executor has not started yet.
	private final AtomicInteger busy = new AtomicInteger();

	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicInteger taken = new AtomicInteger();

	private final AtomicBoolean ticking = new AtomicBoolean();

	private final AtomicBoolean refused = new AtomicBoolean();

	// The time to the next tick.
	private volatile int tickMillis = TICK_MILLIS;

	// When a worker took a call last.
	private volatile long lastTaken = System.nanoTime();

	/**
	 * Create a queue of calls.
	 * @param executor runs the workers
	 */
	BlockingCalls(Executor executor) {
		this(executor, Schedulers.parallel());
	}

	BlockingCalls(Executor executor, Scheduler ticks) {
		this.executor = executor;
		this.ticks = ticks;
	}

	/**
	 * Run a call soon.
	 * @param call the call, which does not throw
	 */
	void execute(Runnable call) {
		this.size.incrementAndGet();
		this.waiting.add(call);
		boolean coming = this.pending.get() > 0;
		if (this.busy.get() == 0 && !coming) {
			if (System.nanoTime() - this.lastTaken > IDLE_NANOS) {
				this.tickMillis = TICK_MILLIS;
			}
			addWorker();
		}
		else if (!coming && System.nanoTime() - this.lastTaken > BLOCKED_NANOS) {
			this.lastTaken = System.nanoTime();
			addWorker();
		}
		else if (!this.ticking.get()) {
			startTicking();
		}
	}

	private void addWorker() {
		this.pending.incrementAndGet();
		try {
			this.executor.execute(this::work);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			this.pending.decrementAndGet();
			if (this.refused.compareAndSet(false, true)) {
				logger.warn("No thread takes the calls of WebSocket endpoints at the moment: " + ex.getMessage());
			}
			startTicking();
		}
	}

	private void work() {
		this.busy.incrementAndGet();
		this.pending.decrementAndGet();
		this.refused.set(false);
		do {
			Runnable call;
			while ((call = next()) != null) {
				this.size.decrementAndGet();
				this.taken.incrementAndGet();
				this.lastTaken = System.nanoTime();
				run(call);
			}
			this.busy.decrementAndGet();
			// A call may have come after the last look, by someone who saw a worker.
		}
		while (!this.waiting.isEmpty() && this.busy.compareAndSet(0, 1));
	}

	private static void run(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("A call of a WebSocket endpoint failed unexpectedly", ex);
		}
		finally {
			// What a method did to its thread does not concern the next one.
			Thread.interrupted();
		}
	}

	// Whoever makes the next call may need no more than the processor.
	private @Nullable Runnable next() {
		Runnable call = this.waiting.poll();
		for (int i = 0; call == null && i < YIELDS; i++) {
			Thread.yield();
			call = this.waiting.poll();
		}
		return call;
	}

	private void startTicking() {
		if (this.ticking.compareAndSet(false, true)) {
			tickLater(this.taken.get());
		}
	}

	private void tickLater(int takenBefore) {
		int millis = this.tickMillis;
		try {
			this.ticks.schedule(() -> tick(takenBefore, millis), millis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			this.ticking.set(false);
		}
	}

	private void tick(int takenBefore, int millis) {
		int backlog = this.size.get();
		if (backlog <= 0) {
			this.ticking.set(false);
			if (this.size.get() > 0) {
				startTicking();
			}
			return;
		}
		int workers = this.busy.get();
		int now = this.taken.get();
		// As many as wait are taken in a millisecond.
		boolean quick = workers > 0 && now - takenBefore >= (long) backlog * millis;
		this.tickMillis = quick ? Math.min(2 * millis, MAX_TICK_MILLIS) : TICK_MILLIS;
		// While the executor has none free, more would only fill its queue.
		if (!quick && this.pending.get() == 0) {
			for (int i = Math.min(backlog, Math.max(1, workers)); i > 0; i--) {
				addWorker();
			}
		}
		tickLater(now);
	}

}
