package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The timer of an event loop that lets its connections look at their keep-alive: one task
 * for all connections that want to be asked about equally often, however many they are.
 * They take turns in slots, so that not all are asked at once.
 */
final class Heartbeat {

	private static final int SLOTS = 8;

	private static final FastThreadLocal<Heartbeat> CURRENT = new FastThreadLocal<>() {
		@Override
		protected Heartbeat initialValue() {
			return new Heartbeat();
		}
	};

	private final Map<Long, Group> groups = new HashMap<>();

	private Heartbeat() {
	}

	/**
	 * Return the timer of the current event loop.
	 * @param loop the event loop, which is the current thread's
	 */
	static Heartbeat current(EventLoop loop) {
		assert loop.inEventLoop();
		return CURRENT.get();
	}

	/**
	 * Ask a connection regularly from now on.
	 * @param socket the connection
	 * @param tick the longest time between two times, ns; shortened to a power of two
	 * milliseconds where it is longer than that
	 */
	Beat add(Socket socket, long tick) {
		long period = Math.max(Long.highestOneBit(TimeUnit.NANOSECONDS.toMillis(tick)), 1);
		Group group = this.groups.computeIfAbsent(period, Group::new);
		return group.add(socket);
	}

	/**
	 * A connection's place.
	 */
	final class Beat {

		private final Group group;

		private final List<Beat> slot;

		private final Socket socket;

		// The index in the slot, kept by whoever moves it.
		private int index;

		private Beat(Group group, List<Beat> slot, Socket socket) {
			this.group = group;
			this.slot = slot;
			this.socket = socket;
			this.index = slot.size();
		}

		/**
		 * Do not ask the connection any more.
		 */
		void cancel() {
			Beat last = this.slot.remove(this.slot.size() - 1);
			if (last != this) {
				last.index = this.index;
				this.slot.set(this.index, last);
			}
			this.group.removed();
		}

	}

	private final class Group {

		private final long period;

		private final List<List<Beat>> slots = new ArrayList<>(SLOTS);

		private @Nullable ScheduledFuture<?> task;

		private int size;

		private int next;

		Group(long period) {
			this.period = period;
			for (int i = 0; i < SLOTS; i++) {
				this.slots.add(new ArrayList<>());
			}
		}

		Beat add(Socket socket) {
			List<Beat> slot = this.slots.get((this.next + this.size) % SLOTS);
			Beat beat = new Beat(this, slot, socket);
			slot.add(beat);
			this.size++;
			if (this.task == null) {
				long nanos = TimeUnit.MILLISECONDS.toNanos(this.period) / SLOTS;
				this.task = socket.loop().scheduleAtFixedRate(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
			}
			return beat;
		}

		private void beat() {
			List<Beat> slot = this.slots.get(this.next);
			this.next = (this.next + 1) % SLOTS;
			long now = System.nanoTime();
			for (int i = slot.size() - 1; i >= 0; i--) {
				if (i < slot.size()) {
					slot.get(i).socket.liveness().check(now);
				}
			}
		}

		void removed() {
			this.size--;
			ScheduledFuture<?> current = this.task;
			if (this.size == 0 && current != null) {
				current.cancel(false);
				this.task = null;
				Heartbeat.this.groups.remove(this.period, this);
			}
		}

	}

}
