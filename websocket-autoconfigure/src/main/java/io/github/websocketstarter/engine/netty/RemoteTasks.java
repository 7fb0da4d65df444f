package io.github.websocketstarter.engine.netty;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Brings calls to the event loop in the order in which they were made: one wake-up for
 * all that wait, and what is called on the event loop runs at once, behind what was
 * called elsewhere before.
 */
abstract class RemoteTasks implements Runnable {

	private static final AtomicIntegerFieldUpdater<RemoteTasks> SCHEDULED = AtomicIntegerFieldUpdater
		.newUpdater(RemoteTasks.class, "scheduled");

	private static final Log logger = LogFactory.getLog(RemoteTasks.class);

	/** Small, because every connection has a queue that is used from other threads. */
	private static final int CHUNK = 16;

	private static final int IDLE = 0;

	/** The event loop has been given this as a task. */
	private static final int SUBMITTED = 1;

	/** The event loop has been given another task, behind which calls have to stay. */
	private static final int CLAIMED = 2;

	private final EventLoop loop;

	private volatile @Nullable Queue<Runnable> waiting;

	private volatile int scheduled;

	RemoteTasks(EventLoop loop) {
		this.loop = loop;
	}

	final boolean isOnLoop() {
		return this.loop.inEventLoop();
	}

	final EventLoop loop() {
		return this.loop;
	}

	/**
	 * Return whether a call can be made at once instead of by {@link #execute}.
	 */
	final boolean isDirect() {
		return isOnLoop() && !hasWaiting();
	}

	/**
	 * Hold back the calls that come from now on until {@link #unclaim()}, for whoever
	 * gives the event loop a task that comes before them.
	 * @return whether they are held back; {@code false} if other calls wait already
	 */
	final boolean tryClaim() {
		if (!SCHEDULED.compareAndSet(this, IDLE, CLAIMED)) {
			return false;
		}
		if (!hasWaiting()) {
			return true;
		}
		this.scheduled = SUBMITTED;
		submit();
		return false;
	}

	/**
	 * Make the calls that were held back. Used on the event loop.
	 */
	final void unclaim() {
		if (hasWaiting()) {
			this.scheduled = SUBMITTED;
			run();
		}
		else {
			ready();
		}
	}

	/**
	 * Make the calls that wait, unless they are held back. Used on the event loop.
	 * @return whether none waits any more
	 */
	final boolean tryDrain() {
		if (!hasWaiting()) {
			return true;
		}
		if (this.scheduled == CLAIMED) {
			return false;
		}
		drain();
		return true;
	}

	private boolean hasWaiting() {
		Queue<Runnable> queue = this.waiting;
		return queue != null && !queue.isEmpty();
	}

	// Not before all is done: what comes meanwhile must not overtake what others have
	// given to the event loop.
	private void ready() {
		this.scheduled = IDLE;
		if (hasWaiting()) {
			schedule();
		}
	}

	final void execute(Runnable task) {
		if (isOnLoop() && tryDrain()) {
			task.run();
			return;
		}
		waiting().add(task);
		schedule();
	}

	/**
	 * Return whether the event loop has ended, so that what is executed may never run.
	 */
	final boolean isOver() {
		return this.loop.isShuttingDown();
	}

	private void schedule() {
		if (SCHEDULED.compareAndSet(this, IDLE, SUBMITTED)) {
			submit();
		}
	}

	private void submit() {
		try {
			this.loop.execute(this);
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and with it the connection
		}
	}

	private Queue<Runnable> waiting() {
		Queue<Runnable> queue = this.waiting;
		if (queue == null) {
			synchronized (this) {
				queue = this.waiting;
				if (queue == null) {
					queue = PlatformDependent.newMpscQueue(CHUNK, 1 << 30);
					this.waiting = queue;
				}
			}
		}
		return queue;
	}

	@Override
	public final void run() {
		beforeTasks();
		try {
			drain();
		}
		finally {
			ready();
			afterTasks();
		}
	}

	private void drain() {
		Queue<Runnable> queue = this.waiting;
		Runnable task;
		while (queue != null && (task = queue.poll()) != null) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}
	}

	/**
	 * Take the failure of a task. Does not throw.
	 */
	final void fail(Throwable error) {
		try {
			taskFailed(error);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A subscriber failed when it was told of a failure", ex);
		}
	}

	abstract void taskFailed(Throwable error);

	abstract void beforeTasks();

	abstract void afterTasks();

}
