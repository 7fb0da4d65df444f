package io.github.websocketstarter.cancellation;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Work that blocks a thread, which is interrupted when a token is cancelled. All state is
 * guarded by the monitor of this object.
 */
final class BlockingCall {

	private final Thread thread = Thread.currentThread();

	private boolean interrupted;

	private boolean done;

	/**
	 * Run work on the current thread.
	 * @param <T> what the work returns
	 * @param token the token whose cancellation interrupts it
	 * @param work the work
	 * @return what the work returned
	 */
	static <T extends @Nullable Object> T run(CancellationToken token, Callable<T> work) throws Exception {
		token.throwIfCancelled();
		BlockingCall call = new BlockingCall();
		Disposable registration = token.onCancel(call::interrupt);
		try {
			return work.call();
		}
		catch (Exception ex) {
			if (call.isInterrupted()) {
				throw (CancellationException) new CancellationException("The token is cancelled").initCause(ex);
			}
			throw ex;
		}
		finally {
			registration.dispose();
			call.end();
		}
	}

	private synchronized void interrupt() {
		if (!this.done) {
			this.interrupted = true;
			this.thread.interrupt();
		}
	}

	private synchronized boolean isInterrupted() {
		return this.interrupted;
	}

	/**
	 * Leave the thread as it was: an interrupt of ours concerns nobody after the work.
	 */
	private synchronized void end() {
		this.done = true;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

}
