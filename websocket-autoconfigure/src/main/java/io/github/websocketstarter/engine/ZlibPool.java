package io.github.websocketstarter.engine;

import java.util.ArrayDeque;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.springframework.util.Assert;

/**
 * The deflaters and inflaters of the connections of one event loop. A connection without
 * context takeover has one for the time of a message, another one from its first
 * compressed message until its end.
 * <p>
 * A deflater takes up to 270 KB and an inflater up to 40 KB outside of the heap. Idle
 * ones are kept up to the capacity, and freed beyond it at once, not by the garbage
 * collector. Not thread-safe.
 */
public final class ZlibPool {

	private final int level;

	private final int capacity;

	private final ArrayDeque<Deflater> deflaters = new ArrayDeque<>(1);

	private final ArrayDeque<Inflater> inflaters = new ArrayDeque<>(1);

	private int open;

	private boolean closed;

	/**
	 * Create a pool.
	 * @param level the compression level: 1 is the fastest and 9 the smallest, 6 is
	 * zlib's default; 0 does not compress
	 * @param capacity how many idle deflaters, and how many idle inflaters, to keep
	 */
	public ZlibPool(int level, int capacity) {
		Assert.isTrue(level >= 0 && level <= 9, () -> "'level' must be 0 to 9 but is " + level);
		Assert.isTrue(capacity >= 0, () -> "'capacity' must not be negative but is " + capacity);
		this.level = level;
		this.capacity = capacity;
	}

	Deflater takeDeflater() {
		Deflater idle = this.deflaters.poll();
		if (idle == null) {
			idle = new Deflater(this.level, true);
			this.open++;
		}
		return idle;
	}

	/**
	 * Take a deflater back.
	 * @param deflater the deflater, without history and input
	 */
	void giveBack(Deflater deflater) {
		if (!this.closed && this.deflaters.size() < this.capacity) {
			this.deflaters.push(deflater);
		}
		else {
			deflater.end();
			this.open--;
		}
	}

	Inflater takeInflater() {
		Inflater idle = this.inflaters.poll();
		if (idle == null) {
			idle = new Inflater(true);
			this.open++;
		}
		return idle;
	}

	/**
	 * Take an inflater back.
	 * @param inflater the inflater, in whatever state
	 */
	void giveBack(Inflater inflater) {
		if (!this.closed && this.inflaters.size() < this.capacity) {
			inflater.reset();
			this.inflaters.push(inflater);
		}
		else {
			inflater.end();
			this.open--;
		}
	}

	/**
	 * Return how many deflaters and inflaters there are that take memory, idle or not.
	 * @return the number
	 */
	public int open() {
		return this.open;
	}

	/**
	 * Free what is idle, and from now on whatever is given back. Connections that are
	 * still there can go on.
	 */
	public void close() {
		this.closed = true;
		this.open -= this.deflaters.size() + this.inflaters.size();
		this.deflaters.forEach(Deflater::end);
		this.deflaters.clear();
		this.inflaters.forEach(Inflater::end);
		this.inflaters.clear();
	}

}
