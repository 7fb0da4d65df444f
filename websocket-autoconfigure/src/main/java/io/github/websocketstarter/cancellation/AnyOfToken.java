package io.github.websocketstarter.cancellation;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

import org.springframework.util.Assert;

/**
 * A token that is cancelled when any of its parents is. It has no state: each callback is
 * registered with all parents.
 */
final class AnyOfToken implements CancellationToken {

	private final List<CancellationToken> parents;

	AnyOfToken(CancellationToken... parents) {
		this.parents = List.of(parents);
	}

	@Override
	public boolean isCancelled() {
		for (CancellationToken parent : this.parents) {
			if (parent.isCancelled()) {
				return true;
			}
		}
		return false;
	}

	@Override
	public Disposable onCancel(Runnable callback) {
		Assert.notNull(callback, "'callback' must not be null");
		JointRegistration registration = new JointRegistration(callback);
		for (CancellationToken parent : this.parents) {
			registration.join(parent);
		}
		return registration;
	}

	@Override
	public String toString() {
		return "CancellationToken[anyOf " + this.parents + "]";
	}

	/**
	 * One callback at several parents: the first to fire takes it, and it leaves the
	 * others.
	 */
	private static final class JointRegistration implements Runnable, Disposable {

		private final AtomicReference<@Nullable Runnable> callback;

		private final Disposable.Composite registrations = Disposables.composite();

		JointRegistration(Runnable callback) {
			this.callback = new AtomicReference<>(callback);
		}

		void join(CancellationToken parent) {
			// a parent that fires meanwhile has disposed the composite, which then
			// disposes what is added
			this.registrations.add(parent.onCancel(this));
		}

		@Override
		public void run() {
			Runnable taken = this.callback.getAndSet(null);
			this.registrations.dispose();
			if (taken != null) {
				taken.run();
			}
		}

		@Override
		public void dispose() {
			this.callback.set(null);
			this.registrations.dispose();
		}

		@Override
		public boolean isDisposed() {
			return this.callback.get() == null;
		}

	}

}
