package io.github.websocketstarter.cancellation;

import org.jspecify.annotations.Nullable;

/**
 * The callbacks of an active token: a list whose links are the registrations themselves,
 * so that one is removed in constant time and leaves nothing behind. All state is guarded
 * by the monitor of this object; nothing runs under it.
 */
final class Callbacks {

	/** Oldest registration: callbacks are started in the order of their registration. */
	private @Nullable CallbackRegistration first;

	private @Nullable CallbackRegistration last;

	private int size;

	/**
	 * Set once: nothing is added or removed any more, the links belong to the thread that
	 * closed.
	 */
	private boolean closed;

	/**
	 * Add a callback.
	 * @param callback the callback
	 * @return its registration, or {@code null} if the token has ended
	 */
	synchronized @Nullable CallbackRegistration add(Runnable callback) {
		if (this.closed) {
			return null;
		}
		CallbackRegistration added = new CallbackRegistration(callback, this);
		CallbackRegistration previous = this.last;
		added.previous = previous;
		if (previous != null) {
			previous.next = added;
		}
		else {
			this.first = added;
		}
		this.last = added;
		this.size++;
		return added;
	}

	synchronized void remove(CallbackRegistration removed) {
		if (this.closed) {
			return;
		}
		CallbackRegistration previous = removed.previous;
		CallbackRegistration next = removed.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
		removed.unlink();
		this.size--;
	}

	/**
	 * Take no more callbacks, and start or drop those that are here.
	 * @param run whether to start them
	 */
	void close(boolean run) {
		CallbackRegistration registration = takeAll();
		while (registration != null) {
			CallbackRegistration next = registration.next;
			registration.unlink();
			if (run) {
				registration.schedule();
			}
			else {
				registration.dispose();
			}
			registration = next;
		}
	}

	private synchronized @Nullable CallbackRegistration takeAll() {
		CallbackRegistration all = this.first;
		this.closed = true;
		this.first = null;
		this.last = null;
		this.size = 0;
		return all;
	}

	synchronized int size() {
		return this.size;
	}

}
