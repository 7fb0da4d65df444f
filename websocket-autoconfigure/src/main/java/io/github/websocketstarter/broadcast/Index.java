package io.github.websocketstarter.broadcast;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Members by a name. A name is there as long as it has members. Thread-safe.
 */
final class Index {

	private static final Roster NOBODY = new Roster(Set.of());

	private final Map<String, Roster> rosters = new ConcurrentHashMap<>();

	void add(String name, Member member) {
		this.rosters.compute(name, (key, found) -> {
			Roster roster = (found != null) ? found : new Roster(ConcurrentHashMap.newKeySet(1));
			roster.members().add(member);
			roster.changed();
			return roster;
		});
	}

	void remove(String name, Member member) {
		this.rosters.computeIfPresent(name, (key, found) -> {
			found.members().remove(member);
			found.changed();
			return found.members().isEmpty() ? null : found;
		});
	}

	// The members of a name, which change meanwhile.
	Roster get(String name) {
		return this.rosters.getOrDefault(name, NOBODY);
	}

	Set<String> names() {
		return Set.copyOf(this.rosters.keySet());
	}

}
