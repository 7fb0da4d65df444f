package io.github.websocketstarter.broadcast;

import java.util.HashSet;
import java.util.Set;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * An open connection and what it is found by. What changes is guarded by the member
 * itself, so that nothing is added to one that has gone.
 */
final class Member {

	private final WebSocketConnection connection;

	// Null if it has not joined any so far.
	private @Nullable Set<String> groups;

	private volatile @Nullable String user;

	private boolean gone;

	Member(WebSocketConnection connection) {
		this.connection = connection;
	}

	WebSocketConnection connection() {
		return this.connection;
	}

	@Nullable String user() {
		return this.user;
	}

	/**
	 * Take the user.
	 * @param name the name
	 * @param index where the member is found by it
	 */
	synchronized void user(String name, Index index) {
		if (!this.gone && this.user == null) {
			this.user = name;
			index.add(name, this);
		}
	}

	/**
	 * Join a group.
	 * @param name the name
	 * @param most how many groups it may be in
	 * @param index where the members of groups are
	 * @return whether it joined
	 */
	synchronized boolean join(String name, int most, Index index) {
		Set<String> joined = this.groups;
		if (this.gone || (joined != null && joined.contains(name))) {
			return false;
		}
		if (joined == null) {
			joined = new HashSet<>(4);
			this.groups = joined;
		}
		if (joined.size() >= most) {
			throw new IllegalStateException("The connection " + this.connection.getId() + " is in " + most
					+ " groups already, as many as 'websocket.max-groups' allows");
		}
		joined.add(name);
		index.add(name, this);
		return true;
	}

	synchronized boolean leave(String name, Index index) {
		boolean left = this.groups != null && this.groups.remove(name);
		if (left) {
			index.remove(name, this);
		}
		return left;
	}

	synchronized Set<String> groups() {
		return (this.groups != null) ? Set.copyOf(this.groups) : Set.of();
	}

	/**
	 * Leave everything for good.
	 * @param groupIndex where the members of groups are
	 * @param userIndex where members are found by their user
	 * @return the groups that it was in
	 */
	synchronized Set<String> go(Index groupIndex, Index userIndex) {
		Set<String> left = groups();
		this.gone = true;
		left.forEach((name) -> groupIndex.remove(name, this));
		this.groups = null;
		if (this.user != null) {
			userIndex.remove(this.user, this);
		}
		return left;
	}

}
