package io.github.websocketstarter.broadcast;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Members by a name. A name is there as long as it has members. Thread-safe.
 */
final class Index {

	private final Map<String, Set<Member>> members = new ConcurrentHashMap<>();

	void add(String name, Member member) {
		this.members.compute(name, (key, found) -> {
			Set<Member> all = (found != null) ? found : ConcurrentHashMap.newKeySet(1);
			all.add(member);
			return all;
		});
	}

	void remove(String name, Member member) {
		this.members.computeIfPresent(name, (key, found) -> {
			found.remove(member);
			return found.isEmpty() ? null : found;
		});
	}

	// The members of a name, which change meanwhile.
	Collection<Member> get(String name) {
		return this.members.getOrDefault(name, Set.of());
	}

	Set<String> names() {
		return Set.copyOf(this.members.keySet());
	}

}
