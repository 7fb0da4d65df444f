package io.github.websocketstarter.cancellation;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

import org.springframework.util.Assert;

/**
 * A token with the means to cancel it: one object with one field until the first callback
 * is registered, because there is one for every connection.
 */
class OneShotToken implements CancellationToken {

	private static final AtomicReferenceFieldUpdater<OneShotToken, Object> STATE = AtomicReferenceFieldUpdater
		.newUpdater(OneShotToken.class, Object.class, "state");

	/** The end of a token that will never be cancelled. */
	static final Object EXPIRED = new Object();

	/**
	 * {@code null}: active, no callback yet. {@link Callbacks}: active. {@link #EXPIRED}:
	 * never to be cancelled. Anything else: cancelled, and this is the cause. The last
	 * two are final. Any thread may write, through {@link #STATE} only.
	 */
	private volatile @Nullable Object state;

	@Override
	public final boolean isCancelled() {
		return cause() != null;
	}

	final @Nullable Object cause() {
		Object current = this.state;
		return (isActive(current) || current == EXPIRED) ? null : current;
	}

	@Override
	public final Disposable onCancel(Runnable callback) {
		Assert.notNull(callback, "'callback' must not be null");
		while (true) {
			Object current = this.state;
			if (current == null) {
				STATE.compareAndSet(this, null, new Callbacks());
			}
			else if (current instanceof Callbacks callbacks) {
				CallbackRegistration registration = callbacks.add(callback);
				if (registration != null) {
					return registration;
				}
				// ended in between: the next round sees the final state
			}
			else if (current == EXPIRED) {
				return Disposables.disposed();
			}
			else {
				return CallbackRegistration.runSoon(callback);
			}
		}
	}

	/**
	 * Cancel this token and run its callbacks, or let it expire and drop them.
	 * @param last the cause of the cancellation, visible before any callback runs, or
	 * {@link #EXPIRED}
	 * @return whether this call did it; nothing happens to a token that has ended
	 */
	final boolean end(Object last) {
		while (true) {
			Object current = this.state;
			if (!isActive(current)) {
				return false;
			}
			if (STATE.compareAndSet(this, current, last)) {
				if (current instanceof Callbacks callbacks) {
					callbacks.close(last != EXPIRED);
				}
				return true;
			}
		}
	}

	private static boolean isActive(@Nullable Object state) {
		return state == null || state instanceof Callbacks;
	}

	@Override
	public String toString() {
		Object current = this.state;
		String text;
		if (current == EXPIRED) {
			text = "expired";
		}
		else if (isActive(current)) {
			text = "active, callbacks=" + ((current instanceof Callbacks callbacks) ? callbacks.size() : 0);
		}
		else {
			text = "cancelled: " + current;
		}
		return "CancellationToken[" + text + "]";
	}

}
