package io.github.websocketstarter.engine.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.websocketstarter.MessageDroppedException;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.OutboundStatus;
import io.github.websocketstarter.engine.OutboundSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, in its order, within the limits of the
 * connection and of all together. Used on the event loop only, but for {@link #status()}.
 */
final class Backlog {

	private static final Log logger = LogFactory.getLog(Backlog.class);

	/** What an entry costs beside its bytes. */
	static final int ENTRY_COST = 128;

	/** Messages that wait beyond the limit while their senders are suspended. */
	private static final int MAX_SUSPENDED = 64;

	private final int limit;

	private final OutboundOverflow overflow;

	private final Budget budget;

	private final ArrayDeque<Entry> entries = new ArrayDeque<>(4);

	// The entries that are replaced by later ones with their key; null until there is
	// one.
	private @Nullable Map<String, Replaceable> byKey;

	// The entries that came though there was no room, in their order.
	private final ArrayDeque<Entry> suspended = new ArrayDeque<>(0);

	private volatile long bytes;

	private volatile long dropped;

	Backlog(OutboundSettings settings, Budget budget) {
		this.limit = settings.maxBytes();
		this.overflow = settings.overflow();
		this.budget = budget;
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	boolean drops() {
		return this.overflow.drops();
	}

	OutboundStatus status() {
		return new OutboundStatus(this.bytes, this.dropped);
	}

	/**
	 * Add what has to wait whatever the limits are: it costs nothing, or its source has
	 * been asked for it.
	 */
	void add(Entry entry) {
		grow(entry.cost());
		this.budget.take(entry.cost());
		this.entries.add(entry);
	}

	/**
	 * Add what comes unasked, if there is room or the policy makes some. Whoever is
	 * dropped is told at last, and may send again.
	 * @param entry the entry
	 * @param key the key under which it takes the place of one that waits, or
	 * {@code null}
	 * @param patient whether its sender can be suspended
	 * @return what became of it
	 */
	Verdict offer(Entry entry, @Nullable String key, boolean patient) {
		List<Entry> victims = new ArrayList<>(1);
		Verdict verdict = (key != null) ? replace(key, entry, patient, victims) : place(entry, patient, victims);
		if (!victims.isEmpty()) {
			this.dropped = this.dropped + victims.size();
			tell(victims, () -> new MessageDroppedException("The message was dropped because the peer is slow: "
					+ "'websocket.outbound.overflow' is " + this.overflow + ", or a later message has its key"));
		}
		return verdict;
	}

	private Verdict replace(String key, Entry content, boolean patient, List<Entry> victims) {
		Map<String, Replaceable> known = this.byKey;
		Replaceable same = (known != null) ? known.get(key) : null;
		if (same != null) {
			int more = content.cost() - same.cost();
			if (more <= 0 || hasRoom(more)) {
				if (more < 0) {
					this.budget.giveBack(-more);
				}
				grow(more);
				victims.add(same.replace(content));
				return Verdict.QUEUED;
			}
			if (this.overflow == OutboundOverflow.DROP_OLDEST) {
				this.entries.remove(same);
				forget(same);
				victims.add(same);
			}
			else if (this.overflow != OutboundOverflow.CLOSE) {
				// better the last one than none
				victims.add(content);
				return Verdict.DROPPED;
			}
		}
		Replaceable entry = new Replaceable(key, content);
		Verdict verdict = place(entry, patient, victims);
		if (verdict == Verdict.QUEUED) {
			remember(key, entry);
		}
		return verdict;
	}

	private void remember(String key, Replaceable entry) {
		Map<String, Replaceable> known = this.byKey;
		if (known == null) {
			known = new HashMap<>(4);
			this.byKey = known;
		}
		known.put(key, entry);
	}

	private Verdict place(Entry entry, boolean patient, List<Entry> victims) {
		if (hasRoom(entry.cost())) {
			grow(entry.cost());
			this.entries.add(entry);
			return Verdict.QUEUED;
		}
		if (this.overflow == OutboundOverflow.DROP_OLDEST) {
			return dropOldest(entry, victims);
		}
		boolean suspends = patient && this.overflow == OutboundOverflow.SUSPEND;
		if (suspends && this.suspended.size() < MAX_SUSPENDED) {
			this.suspended.add(entry);
			add(entry);
			return Verdict.QUEUED;
		}
		if (suspends || this.overflow == OutboundOverflow.CLOSE) {
			return Verdict.TOO_MUCH;
		}
		victims.add(entry);
		return Verdict.DROPPED;
	}

	// A single entry fits always, as far as the connection is concerned.
	private boolean hasRoom(int cost) {
		return (this.bytes == 0 || this.bytes + cost <= this.limit) && this.budget.tryTake(cost);
	}

	private Verdict dropOldest(Entry entry, List<Entry> victims) {
		Iterator<Entry> oldest = this.entries.iterator();
		while (oldest.hasNext()) {
			Entry next = oldest.next();
			if (next.isDroppable()) {
				oldest.remove();
				forget(next);
				victims.add(next);
				if (hasRoom(entry.cost())) {
					grow(entry.cost());
					this.entries.add(entry);
					return Verdict.QUEUED;
				}
			}
		}
		victims.add(entry);
		return Verdict.DROPPED;
	}

	/**
	 * Tell entries that they will not be sent, each of them even if another one's
	 * receiver throws.
	 */
	static void tell(List<Entry> entries, Supplier<? extends Throwable> cause) {
		for (Entry entry : entries) {
			try {
				entry.failed(cause.get());
			}
			catch (RuntimeException | Error ex) {
				logger.error("A subscriber failed when it was told that its message was not sent", ex);
			}
		}
	}

	@Nullable Entry poll() {
		Entry entry = this.entries.poll();
		if (entry == null) {
			return null;
		}
		forget(entry);
		return (entry instanceof Replaceable replaceable) ? replaceable.content : entry;
	}

	private void forget(Entry entry) {
		int cost = entry.cost();
		this.budget.giveBack(cost);
		grow(-cost);
		if (this.suspended.peek() == entry) {
			this.suspended.remove();
		}
		if (entry instanceof Replaceable replaceable && this.byKey != null) {
			this.byKey.remove(replaceable.key, replaceable);
		}
	}

	private void grow(int by) {
		if (by != 0) {
			this.bytes = this.bytes + by;
		}
	}

	/**
	 * Remove all entries, which are not told.
	 * @return the entries in their order
	 */
	List<Entry> removeAll() {
		List<Entry> all = new ArrayList<>(this.entries.size());
		Entry entry;
		while ((entry = poll()) != null) {
			all.add(entry);
		}
		return all;
	}

	/**
	 * What became of an entry.
	 */
	enum Verdict {

		/** It waits. */
		QUEUED,

		/** It was dropped, and told so. */
		DROPPED,

		/** The connection has to be closed; it was not told. */
		TOO_MUCH

	}

	/**
	 * What waits.
	 */
	interface Entry {

		/**
		 * Return what it costs, which does not change while it waits.
		 */
		int cost();

		/**
		 * Return whether it can be left out without breaking what follows.
		 */
		boolean isDroppable();

		/**
		 * It will not be sent.
		 */
		void failed(Throwable cause);

	}

	/**
	 * The place of the latest message with a key.
	 */
	private static final class Replaceable implements Entry {

		private final String key;

		private Entry content;

		Replaceable(String key, Entry content) {
			this.key = key;
			this.content = content;
		}

		Entry replace(Entry other) {
			Entry former = this.content;
			this.content = other;
			return former;
		}

		@Override
		public int cost() {
			return this.content.cost();
		}

		@Override
		public boolean isDroppable() {
			return true;
		}

		@Override
		public void failed(Throwable cause) {
			this.content.failed(cause);
		}

	}

}
