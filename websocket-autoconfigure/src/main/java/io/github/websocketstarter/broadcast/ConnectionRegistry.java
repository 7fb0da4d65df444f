package io.github.websocketstarter.broadcast;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.ConnectionListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.util.Assert;

/**
 * The open connections of this instance and what they are found by. Thread-safe; only
 * open connections are kept.
 *
 * @since 0.1.0
 */
public final class ConnectionRegistry implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(ConnectionRegistry.class);

	private final int maxGroups;

	private final Map<String, Member> members = new ConcurrentHashMap<>();

	private final Roster everyone = new Roster(this.members.values());

	private final Index endpoints = new Index();

	private final Index users = new Index();

	private final Index groups = new Index();

	private final ConnectionEvents events = new ConnectionEvents();

	/**
	 * Create a registry.
	 * @param maxGroups how many groups a connection may be in
	 */
	public ConnectionRegistry(int maxGroups) {
		Assert.isTrue(maxGroups >= 1, () -> "'maxGroups' must be at least 1 but is " + maxGroups);
		this.maxGroups = maxGroups;
	}

	/**
	 * Return the limit of groups.
	 * @return how many groups a connection may be in
	 */
	public int maxGroups() {
		return this.maxGroups;
	}

	@Override
	public Runnable opened(WebSocketConnection connection) {
		Member member = new Member(connection);
		String endpoint = connection.endpoint();
		// Whoever finds the member has to wait with the next event.
		synchronized (member) {
			this.members.put(connection.getId(), member);
			this.everyone.changed();
			if (endpoint != null) {
				this.endpoints.add(endpoint, member);
			}
			emit(ConnectionEvent.Type.OPENED, connection, null);
		}
		member.asks(connection.getHandshakeInfo()
			.getPrincipal()
			.map(Principal::getName)
			.subscribe((name) -> member.user(name, this.users), (error) -> logger
				.debug("[" + connection.getId() + "] The connection is found by no user: " + error)));
		return () -> closed(member, endpoint);
	}

	private void closed(Member member, @Nullable String endpoint) {
		this.members.remove(member.connection().getId());
		this.everyone.changed();
		if (endpoint != null) {
			this.endpoints.remove(endpoint, member);
		}
		member.go(this.groups, this.users, (group) -> emit(ConnectionEvent.Type.LEFT, member.connection(), group));
		emit(ConnectionEvent.Type.CLOSED, member.connection(), null);
	}

	private void emit(ConnectionEvent.Type type, WebSocketConnection connection, @Nullable String group) {
		if (this.events.isWatched()) {
			this.events.emit(new ConnectionEvent(type, connection, group));
		}
	}

	int count() {
		return this.members.size();
	}

	@Nullable Member find(String id) {
		return this.members.get(id);
	}

	Flux<ConnectionEvent> events() {
		return this.events.flux();
	}

	boolean join(String group, WebSocketConnection connection) {
		Member member = this.members.get(connection.getId());
		return member != null && member.join(group, this.maxGroups, this.groups,
				() -> emit(ConnectionEvent.Type.JOINED, connection, group));
	}

	boolean leave(String group, WebSocketConnection connection) {
		Member member = this.members.get(connection.getId());
		return member != null
				&& member.leave(group, this.groups, () -> emit(ConnectionEvent.Type.LEFT, connection, group));
	}

	Set<String> groups() {
		return this.groups.names();
	}

	// Who is meant, which changes meanwhile.
	Roster roster(Target target) {
		return switch (target.kind()) {
			case ALL -> this.everyone;
			case ENDPOINT -> this.endpoints.get(target.name());
			case USER -> this.users.get(target.name());
			case GROUP -> this.groups.get(target.name());
		};
	}

}
