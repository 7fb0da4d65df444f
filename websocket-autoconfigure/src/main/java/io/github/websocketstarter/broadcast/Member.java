package io.github.websocketstarter.broadcast;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * An open connection and what it is found by. What changes is guarded by the member
 * itself, so that nothing is added to one that has gone.
 */
final class Member {

	private final WebSocketConnection connection;

	private final String subProtocol;

	// Null if it has not joined any so far.
	private @Nullable Set<String> groups;

	private volatile @Nullable String user;

	private @Nullable Disposable principal;

	private boolean gone;

	Member(WebSocketConnection connection) {
		this.connection = connection;
		String agreed = connection.subProtocol();
		this.subProtocol = (agreed != null) ? agreed : Encoding.NONE;
	}

	WebSocketConnection connection() {
		return this.connection;
	}

	// Encoding.NONE for none.
	String subProtocol() {
		return this.subProtocol;
	}

	@Nullable String user() {
		return this.user;
	}

	// What finds out who the user is is of no use when the member has gone.
	synchronized void asks(Disposable principal) {
		this.principal = principal;
		if (this.gone) {
			principal.dispose();
		}
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
	 * @param joining called if it joins
	 * @return whether it joined
	 */
	synchronized boolean join(String name, int most, Index index, Runnable joining) {
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
		joining.run();
		return true;
	}

	synchronized boolean leave(String name, Index index, Runnable leaving) {
		boolean left = this.groups != null && this.groups.remove(name);
		if (left) {
			index.remove(name, this);
			leaving.run();
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
	 * @param leaving called with each of the groups that it was in
	 */
	synchronized void go(Index groupIndex, Index userIndex, Consumer<String> leaving) {
		Set<String> left = groups();
		this.gone = true;
		if (this.principal != null) {
			this.principal.dispose();
		}
		left.forEach((name) -> groupIndex.remove(name, this));
		this.groups = null;
		if (this.user != null) {
			userIndex.remove(this.user, this);
		}
		left.forEach(leaving);
	}

}
