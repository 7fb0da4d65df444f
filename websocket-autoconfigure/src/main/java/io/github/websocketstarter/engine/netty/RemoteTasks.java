package io.github.websocketstarter.engine.netty;

import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * Brings calls to the event loop in the order in which they were made: one wake-up for
 * all that wait, and what is called on the event loop runs at once, behind what was
 * called elsewhere before.
 */
abstract class RemoteTasks implements Runnable {

	private static final AtomicIntegerFieldUpdater<RemoteTasks> SCHEDULED = AtomicIntegerFieldUpdater
		.newUpdater(RemoteTasks.class, "scheduled");

	/** Small, because every connection has a queue that is used from other threads. */
	private static final int CHUNK = 16;

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
		Queue<Runnable> queue = this.waiting;
		return isOnLoop() && (queue == null || queue.isEmpty());
	}

	/**
	 * Return whether a task for the event loop would come after all calls so far.
	 */
	final boolean isIdle() {
		return isOnLoop() ? isDirect() : this.scheduled == 0;
	}

	final void execute(Runnable task) {
		if (isOnLoop()) {
			if (this.waiting != null) {
				drain();
			}
			task.run();
			return;
		}
		waiting().add(task);
		schedule();
	}

	private void schedule() {
		if (SCHEDULED.compareAndSet(this, 0, 1)) {
			try {
				this.loop.execute(this);
			}
			catch (RejectedExecutionException ex) {
				// the event loop has ended, and with it the connection
			}
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
			afterTasks();
		}
		// Not before: what comes while it drains must not overtake what others have
		// given to the event loop.
		this.scheduled = 0;
		Queue<Runnable> queue = this.waiting;
		if (queue != null && !queue.isEmpty()) {
			schedule();
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
				taskFailed(ex);
			}
		}
	}

	abstract void taskFailed(Throwable error);

	abstract void beforeTasks();

	abstract void afterTasks();

}
