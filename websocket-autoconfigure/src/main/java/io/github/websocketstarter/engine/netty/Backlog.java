package io.github.websocketstarter.engine.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.MessageDroppedException;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.OutboundStatus;
import io.github.websocketstarter.engine.OutboundSettings;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one connection, in its order, within the limits of the
 * connection and of all together. Used on the event loop only, but for {@link #status()}.
 */
final class Backlog {

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

	// How many entries came though there was no room.
	private int suspended;

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
	 * dropped is told, and may send again.
	 * @param entry the entry
	 * @param patient whether its sender can be suspended
	 * @return what became of it
	 */
	Verdict offer(Entry entry, boolean patient) {
		int cost = entry.cost();
		if (hasRoom(cost)) {
			grow(cost);
			this.entries.add(entry);
			return Verdict.QUEUED;
		}
		if (this.overflow == OutboundOverflow.DROP_OLDEST) {
			return dropOldest(entry);
		}
		boolean suspends = patient && this.overflow == OutboundOverflow.SUSPEND;
		if (suspends && this.suspended < MAX_SUSPENDED) {
			this.suspended++;
			add(entry);
			return Verdict.QUEUED;
		}
		if (suspends || this.overflow == OutboundOverflow.CLOSE) {
			return Verdict.TOO_MUCH;
		}
		drop(entry);
		return Verdict.DROPPED;
	}

	// A single entry fits always, as far as the connection is concerned.
	private boolean hasRoom(int cost) {
		return (this.bytes == 0 || this.bytes + cost <= this.limit) && this.budget.tryTake(cost);
	}

	private Verdict dropOldest(Entry entry) {
		List<Entry> victims = new ArrayList<>();
		Iterator<Entry> oldest = this.entries.iterator();
		boolean room = false;
		while (!room && oldest.hasNext()) {
			Entry next = oldest.next();
			if (next.isDroppable()) {
				oldest.remove();
				forget(next);
				victims.add(next);
				room = hasRoom(entry.cost());
			}
		}
		if (room) {
			grow(entry.cost());
			this.entries.add(entry);
		}
		else {
			victims.add(entry);
		}
		victims.forEach(this::drop);
		return room ? Verdict.QUEUED : Verdict.DROPPED;
	}

	private void drop(Entry entry) {
		dropped();
		entry.failed(new MessageDroppedException("The message was dropped because the peer is slow: "
				+ "'websocket.outbound.overflow' is " + this.overflow));
	}

	private void dropped() {
		this.dropped = this.dropped + 1;
	}

	/**
	 * Put a message in the place of the one with the same key, if that one still waits.
	 * @param key the key
	 * @param content the message
	 * @return what became of it
	 */
	Verdict offerLatest(String key, Entry content) {
		Map<String, Replaceable> known = this.byKey;
		Replaceable same = (known != null) ? known.get(key) : null;
		int more = (same != null) ? content.cost() - same.cost() : 0;
		if (same != null && (more <= 0 || hasRoom(more))) {
			if (more < 0) {
				this.budget.giveBack(-more);
			}
			grow(more);
			dropped();
			same.replace(content)
				.failed(new MessageDroppedException("The message was replaced by a later one with its key"));
			return Verdict.QUEUED;
		}
		if (same != null) {
			this.entries.remove(same);
			forget(same);
		}
		Verdict verdict = offer(remembered(key, content), false);
		if (verdict != Verdict.QUEUED && this.byKey != null) {
			this.byKey.remove(key);
		}
		if (same != null) {
			drop(same);
		}
		return verdict;
	}

	private Replaceable remembered(String key, Entry content) {
		Map<String, Replaceable> known = this.byKey;
		if (known == null) {
			known = new HashMap<>(4);
			this.byKey = known;
		}
		Replaceable entry = new Replaceable(key, content);
		known.put(key, entry);
		return entry;
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
		if (this.bytes <= this.limit) {
			this.suspended = 0;
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
