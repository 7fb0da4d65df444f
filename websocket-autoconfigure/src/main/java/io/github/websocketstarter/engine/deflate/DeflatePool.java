package io.github.websocketstarter.engine.deflate;

import java.util.ArrayDeque;
import java.util.function.Supplier;

import org.springframework.util.Assert;

/**
 * What the connections of one event loop compress and decompress with. A connection keeps
 * for itself only what messages may refer to; all else it has for the time of a message
 * at most. Idle ones are kept up to the capacity. Not thread-safe.
 */
public final class DeflatePool {

	private final Encoder encoder = new Encoder();

	private final Spares<History> histories;

	private final Spares<Decoder> decoders;

	private final Spares<Window> windows;

	/**
	 * Create a pool.
	 * @param capacity how many idle ones of each kind to keep
	 */
	public DeflatePool(int capacity) {
		Assert.isTrue(capacity >= 0, () -> "'capacity' must not be negative but is " + capacity);
		this.histories = new Spares<>(capacity, () -> new History(Symbols.MAX_WINDOW_BITS));
		this.decoders = new Spares<>(capacity, Decoder::new);
		this.windows = new Spares<>(capacity, () -> new Window(Symbols.MAX_WINDOW_BITS));
	}

	Encoder encoder() {
		return this.encoder;
	}

	Spares<History> histories() {
		return this.histories;
	}

	Spares<Decoder> decoders() {
		return this.decoders;
	}

	Spares<Window> windows() {
		return this.windows;
	}

	/**
	 * Idle ones of a kind.
	 *
	 * @param <T> the kind
	 */
	static final class Spares<T> {

		private final int capacity;

		private final Supplier<T> factory;

		private final ArrayDeque<T> idle = new ArrayDeque<>(1);

		Spares(int capacity, Supplier<T> factory) {
			this.capacity = capacity;
			this.factory = factory;
		}

		T take() {
			T spare = this.idle.poll();
			return (spare != null) ? spare : this.factory.get();
		}

		void giveBack(T spare) {
			if (this.idle.size() < this.capacity) {
				this.idle.push(spare);
			}
		}

		int idle() {
			return this.idle.size();
		}

	}

}
