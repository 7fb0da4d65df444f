package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.cancellation.DisconnectReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * All open connections of a server, and their common end. Thread-safe.
 */
final class OpenSockets {

	/** The pace at which connections are closed, so that their clients come back so. */
	private static final Duration PER_SOCKET = Duration.ofMillis(1);

	private static final Duration STEP = Duration.ofMillis(50);

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	// Null unless the server is draining; told when the last connection has ended.
	private volatile Sinks.@Nullable Empty<Void> draining;

	int size() {
		return this.sockets.size();
	}

	boolean isDraining() {
		return this.draining != null;
	}

	/**
	 * Keep a connection until it is removed.
	 */
	void add(Socket socket) {
		this.sockets.add(socket);
		if (isDraining()) {
			socket.execute(() -> {
				socket.transport().refuseSiblings();
				socket.goAway(DisconnectReason.SHUTDOWN);
			});
		}
	}

	void remove(Socket socket) {
		this.sockets.remove(socket);
		endIfEmpty();
	}

	private void endIfEmpty() {
		Sinks.Empty<Void> waiting = this.draining;
		if (waiting != null && this.sockets.isEmpty()) {
			waiting.tryEmitEmpty();
		}
	}

	/**
	 * Be ready for connections again after a drain.
	 */
	void resume() {
		this.draining = null;
	}

	/**
	 * Close all connections with 1001, in random order and in batches.
	 * @param timeout how long all of it may take; connections that are left then are
	 * reset
	 * @return completes when all connections and their handlers have ended, or after the
	 * time-out, with the number of those that were reset
	 */
	Mono<Integer> drain(Duration timeout) {
		return Mono.defer(() -> {
			Sinks.Empty<Void> ended = Sinks.empty();
			this.draining = ended;
			List<Socket> open = new ArrayList<>(this.sockets);
			Collections.shuffle(open);
			open.forEach((socket) -> socket.execute(socket.transport()::refuseSiblings));
			endIfEmpty();
			return Mono.firstWithSignal(ended.asMono().thenReturn(0), Mono.delay(timeout).map((late) -> abort()),
					close(open, timeout).then(Mono.never()));
		});
	}

	private static Flux<List<Socket>> close(List<Socket> open, Duration timeout) {
		Duration quarter = timeout.dividedBy(4);
		Duration wanted = PER_SOCKET.multipliedBy(open.size());
		long steps = 1 + ((wanted.compareTo(quarter) < 0) ? wanted : quarter).dividedBy(STEP);
		int batch = (int) Math.max(1, (open.size() + steps - 1) / steps);
		return Flux.fromIterable(open)
			.buffer(batch)
			.delayElements(STEP)
			.doOnNext((sockets) -> sockets
				.forEach((socket) -> socket.execute(() -> socket.goAway(DisconnectReason.SHUTDOWN))));
	}

	private int abort() {
		List<Socket> left = List.copyOf(this.sockets);
		left.forEach((socket) -> socket.execute(() -> socket.abort(DisconnectReason.SHUTDOWN)));
		return left.size();
	}

}
