package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * A broker in memory: everybody receives everything, at once, also what is his own.
 */
class BackplaneHub implements Backplane {

	/** All that was carried. */
	final List<ByteBuffer> carried = new CopyOnWriteArrayList<>();

	private final List<FluxSink<ByteBuffer>> receivers = new CopyOnWriteArrayList<>();

	/** Whether nothing is carried. */
	private volatile boolean away;

	/** How often each message is carried. */
	private volatile int times = 1;

	void away(boolean away) {
		this.away = away;
	}

	void repeat(int times) {
		this.times = times;
	}

	void carry(ByteBuffer message) {
		this.carried.add(message);
		for (int i = 0; i < this.times; i++) {
			this.receivers.forEach((receiver) -> receiver.next(message.asReadOnlyBuffer()));
		}
	}

	int receivers() {
		return this.receivers.size();
	}

	@Override
	public Mono<Void> publish(ByteBuffer message) {
		return Mono.fromRunnable(() -> {
			if (this.away) {
				throw new IllegalStateException("pulled out");
			}
			carry(message);
		});
	}

	@Override
	public Flux<ByteBuffer> messages() {
		return Flux.create((receiver) -> {
			this.receivers.add(receiver);
			receiver.onDispose(() -> this.receivers.remove(receiver));
		});
	}

}
