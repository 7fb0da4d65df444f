package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one connection are made that may block. Thread-safe.
 */
final class CallThread {

	/** Calls that a thread makes in a row before others have their turn. */
	private static final int IN_A_ROW = 16;

	private final EndpointMethods.Run run;

	private final ThreadLocals threadLocals;

	// The thread that is making a call, if calls do not overlap.
	private volatile @Nullable Thread current;

	CallThread(EndpointMethods.Run run, ThreadLocals threadLocals) {
		this.run = run;
		this.threadLocals = threadLocals;
	}

	/**
	 * Make a call on a thread that may be blocked.
	 * @param call the call
	 */
	void make(Call call) {
		this.run.blockingCalls().execute(() -> this.threadLocals.run(() -> {
			if (this.run.concurrency() == 1) {
				this.current = Thread.currentThread();
			}
			try {
				call.invoke();
			}
			finally {
				this.current = null;
			}
		}));
	}

	/**
	 * Return whether the current thread may make the next call, too.
	 * @param inARow how many it has made
	 * @return whether it may be blocked by this connection
	 */
	boolean mayGoOn(int inARow) {
		return this.current == Thread.currentThread() && inARow < IN_A_ROW;
	}

}
