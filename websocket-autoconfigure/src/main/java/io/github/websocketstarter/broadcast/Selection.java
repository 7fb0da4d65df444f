package io.github.websocketstarter.broadcast;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * The audience of a target.
 *
 * @param by sends to it
 * @param target who is meant
 * @param except the ids of connections that are not
 */
record Selection(WebSocketBroadcasts by, Target target, Set<String> except) implements Audience {

	@Override
	public Audience except(WebSocketConnection... connections) {
		Assert.noNullElements(connections, "'connections' must not contain null");
		Set<String> all = new HashSet<>(this.except);
		Arrays.stream(connections).map(WebSocketConnection::getId).forEach(all::add);
		return new Selection(this.by, this.target, Set.copyOf(all));
	}

	@Override
	public List<WebSocketConnection> connections() {
		return roster().members()
			.stream()
			.map(Member::connection)
			.filter((connection) -> !this.except.contains(connection.getId()))
			.toList();
	}

	@Override
	public int count() {
		return this.except.isEmpty() ? roster().members().size() : connections().size();
	}

	private Roster roster() {
		return this.by.registry().roster(this.target);
	}

	@Override
	public Mono<Delivery> send(Object payload) {
		return send(payload, null, null);
	}

	@Override
	public Mono<Delivery> send(Object payload, ResolvableType type) {
		Assert.notNull(type, "'type' must not be null");
		return send(payload, type, null);
	}

	@Override
	public Mono<Delivery> sendLatest(String key, Object payload) {
		Assert.notNull(key, "'key' must not be null");
		return send(payload, null, key);
	}

	private Mono<Delivery> send(Object payload, @Nullable ResolvableType type, @Nullable String key) {
		Assert.notNull(payload, "'payload' must not be null");
		return Mono.defer(() -> this.by.send(this, payload, type, key));
	}

}
