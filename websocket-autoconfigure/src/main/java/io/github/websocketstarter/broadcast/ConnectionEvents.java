package io.github.websocketstarter.broadcast;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/**
 * Those who watch connections come and go. They are told on threads of their own, because
 * members are locked meanwhile. Thread-safe.
 */
final class ConnectionEvents {

	private static final int MOST_WAITING = 1024;

	private final List<FluxSink<ConnectionEvent>> watchers = new CopyOnWriteArrayList<>();

	void emit(ConnectionEvent event) {
		this.watchers.forEach((watcher) -> watcher.next(event));
	}

	boolean isWatched() {
		return !this.watchers.isEmpty();
	}

	Flux<ConnectionEvent> flux() {
		return Flux.<ConnectionEvent>create((watcher) -> {
			this.watchers.add(watcher);
			watcher.onDispose(() -> this.watchers.remove(watcher));
		}, FluxSink.OverflowStrategy.IGNORE).onBackpressureBuffer(MOST_WAITING, (missed) -> {
		}, BufferOverflowStrategy.DROP_OLDEST).publishOn(Schedulers.parallel());
	}

}
