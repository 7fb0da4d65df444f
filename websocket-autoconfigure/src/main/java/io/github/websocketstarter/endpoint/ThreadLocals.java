package io.github.websocketstarter.endpoint;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;

/**
 * What a connection's Reactor context means to threads that may be blocked: security
 * context, current observation, logging context, if Micrometer's context propagation is
 * there. Immutable.
 */
interface ThreadLocals {

	/**
	 * Run with the values of the context.
	 * @param task the task
	 */
	void run(Runnable task);

	static ThreadLocals capture(ContextView context) {
		return Micrometer.PRESENT ? Micrometer.capture(context) : Runnable::run;
	}

	/**
	 * Apart, because the library may be missing.
	 */
	final class Micrometer {

		static final String NAME = "io.micrometer.context.ContextSnapshotFactory";

		static final boolean PRESENT = ClassUtils.isPresent(NAME, ThreadLocals.class.getClassLoader());

		private Micrometer() {
		}

		static ThreadLocals capture(ContextView context) {
			ContextSnapshot snapshot = Factory.INSTANCE.captureFrom(context);
			return (task) -> snapshot.wrap(task).run();
		}

		/**
		 * Clears what the context does not have: the thread may still have it from
		 * another connection.
		 */
		private static final class Factory {

			static final ContextSnapshotFactory INSTANCE = ContextSnapshotFactory.builder().clearMissing(true).build();

		}

	}

}
