package io.github.websocketstarter.broadcast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.Fanout;
import org.jspecify.annotations.Nullable;

/**
 * Members that get the same messages. How they get them is found out once for many
 * messages, as long as nobody comes or goes. Thread-safe.
 */
final class Roster {

	/** Fewer members are looked up with each message, which costs no memory. */
	private static final int MANY = 64;

	private static final AtomicIntegerFieldUpdater<Roster> CHANGES = AtomicIntegerFieldUpdater.newUpdater(Roster.class,
			"changes");

	private final Collection<Member> members;

	private volatile int changes;

	// Of many members, and never longer than until the next change, because it keeps them
	// in memory.
	private volatile @Nullable Arranged arranged;

	/**
	 * Create a roster.
	 * @param members the members, a collection that may change while it is iterated
	 */
	Roster(Collection<Member> members) {
		this.members = members;
	}

	Collection<Member> members() {
		return this.members;
	}

	/**
	 * Someone has come or gone.
	 */
	void changed() {
		CHANGES.incrementAndGet(this);
		if (this.arranged != null) {
			this.arranged = null;
		}
	}

	/**
	 * Return the members as they are sent to.
	 * @param fanout sends
	 * @return the connections by the sub-protocol that they have agreed on,
	 * {@link Encoding#NONE} for none
	 */
	Map<String, Fanout.Recipients> recipients(Fanout fanout) {
		Arranged found = this.arranged;
		int before = this.changes;
		if (found != null && found.changes() == before) {
			return found.recipients();
		}
		Map<String, Fanout.Recipients> recipients = recipients(fanout, Set.of());
		if (this.members.size() >= MANY) {
			this.arranged = new Arranged(recipients, before);
			if (this.changes != before) {
				// whoever has changed it may not have seen this one
				this.arranged = null;
			}
		}
		return recipients;
	}

	/**
	 * Return the members as they are sent to, but for some.
	 * @param fanout sends
	 * @param except the ids of the others
	 * @return the connections by the sub-protocol that they have agreed on
	 */
	Map<String, Fanout.Recipients> recipients(Fanout fanout, Set<String> except) {
		Map<String, List<WebSocketConnection>> connections = new HashMap<>(2);
		for (Member member : this.members) {
			if (except.isEmpty() || !except.contains(member.connection().getId())) {
				connections.computeIfAbsent(member.subProtocol(), (key) -> new ArrayList<>()).add(member.connection());
			}
		}
		Map<String, Fanout.Recipients> recipients = new HashMap<>(2);
		connections.forEach((subProtocol, those) -> recipients.put(subProtocol, fanout.recipients(those)));
		return recipients;
	}

	private record Arranged(Map<String, Fanout.Recipients> recipients, int changes) {

	}

}
