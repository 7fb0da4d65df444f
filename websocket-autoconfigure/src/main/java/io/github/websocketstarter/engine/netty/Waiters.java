package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who waits for the same event. Used on the event loop only.
 */
final class Waiters {

	private List<Completion> waiting = List.of();

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	void add(Completion completion) {
		if (this.waiting.isEmpty()) {
			this.waiting = new ArrayList<>(2);
		}
		this.waiting.add(completion);
	}

	void remove(Completion completion) {
		if (!this.waiting.isEmpty()) {
			this.waiting.remove(completion);
		}
	}

	void done() {
		removeAll().forEach(Completion::done);
	}

	void failed(Supplier<? extends Throwable> cause) {
		removeAll().forEach((completion) -> completion.failed(cause.get()));
	}

	private List<Completion> removeAll() {
		List<Completion> all = this.waiting;
		this.waiting = List.of();
		return all;
	}

}
