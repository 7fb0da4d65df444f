package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.engine.Fanout;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Sends to many connections of this instance, and of all others if there is a
 * {@link Backplane}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class WebSocketBroadcasts {

	private static final Target ALL = new Target(Target.Kind.ALL, "");

	private final ConnectionRegistry registry;

	private final Fanout fanout;

	private final Encoding encoding;

	private final Supplier<? extends Collection<String>> subProtocols;

	private final @Nullable Instances others;

	/**
	 * Create what sends.
	 * @param registry knows the connections
	 * @param fanout sends to those of this instance
	 * @param codecs encode what is sent
	 * @param subProtocols the sub-protocols that the connections of other instances may
	 * have
	 * @param backplane carries what is sent to other instances, or {@code null}
	 */
	public WebSocketBroadcasts(ConnectionRegistry registry, Fanout fanout, WebSocketCodecs codecs,
			Supplier<? extends Collection<String>> subProtocols, @Nullable Backplane backplane) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(fanout, "'fanout' must not be null");
		Assert.notNull(codecs, "'codecs' must not be null");
		Assert.notNull(subProtocols, "'subProtocols' must not be null");
		this.registry = registry;
		this.fanout = fanout;
		this.encoding = new Encoding(codecs);
		this.subProtocols = subProtocols;
		this.others = (backplane != null) ? new Instances(backplane, new Local(), Schedulers.parallel()) : null;
	}

	/**
	 * Begin to receive what other instances send.
	 */
	public void start() {
		if (this.others != null) {
			this.others.start();
		}
	}

	/**
	 * Receive no more of what other instances send, and tell them.
	 */
	public void stop() {
		if (this.others != null) {
			this.others.stop();
		}
	}

	ConnectionRegistry registry() {
		return this.registry;
	}

	/**
	 * Return the open connections.
	 * @return the connections
	 */
	public WebSocketConnections connections() {
		return new Connections();
	}

	/**
	 * Return the groups of connections.
	 * @return the groups
	 */
	public WebSocketGroups groups() {
		return new Groups();
	}

	private Audience audience(Target.Kind kind, String name) {
		Assert.notNull(name, "'name' must not be null");
		return new Selection(this, new Target(kind, name), Set.of());
	}

	Mono<Delivery> send(Selection to, Object payload, @Nullable ResolvableType type, @Nullable String key) {
		Map<String, Fanout.Recipients> here = recipients(to.target(), to.except());
		Set<String> needed = here.keySet();
		List<Variant> variants;
		if (this.others != null) {
			List<String> known = new ArrayList<>(this.subProtocols.get());
			known.add(Encoding.NONE);
			variants = this.encoding.encode(payload, type, needed, known);
			this.others.publish(new RemoteMessage(to.target(), to.except(), key, variants)).subscribe();
		}
		else {
			variants = this.encoding.encode(payload, type, needed, needed.isEmpty() ? Set.of(Encoding.NONE) : Set.of());
		}
		return deliver(here, key, variants);
	}

	private Map<String, Fanout.Recipients> recipients(Target target, Set<String> except) {
		Roster roster = this.registry.roster(target);
		return except.isEmpty() ? roster.recipients(this.fanout) : roster.recipients(this.fanout, except);
	}

	private Mono<Delivery> deliver(Map<String, Fanout.Recipients> to, @Nullable String key, List<Variant> variants) {
		Map<Variant, List<Fanout.Recipients>> receivers = new LinkedHashMap<>(2);
		to.forEach((subProtocol, recipients) -> {
			Variant variant = choose(variants, subProtocol);
			if (variant != null) {
				receivers.computeIfAbsent(variant, (chosen) -> new ArrayList<>(1)).add(recipients);
			}
		});
		return Flux.fromIterable(receivers.entrySet())
			.flatMap((each) -> deliver(each.getKey(), key, each.getValue()), receivers.size() + 1)
			.reduce(Delivery.NONE, WebSocketBroadcasts::sum);
	}

	private static @Nullable Variant choose(List<Variant> variants, String subProtocol) {
		Variant otherwise = null;
		for (Variant variant : variants) {
			if (variant.subProtocols().contains(subProtocol)) {
				return variant;
			}
			if (variant.subProtocols().contains(Encoding.NONE)) {
				otherwise = variant;
			}
		}
		return otherwise;
	}

	private Mono<Delivery> deliver(Variant variant, @Nullable String key, List<Fanout.Recipients> to) {
		Fanout.Message message = new Fanout.Message(variant.text(), variant.compress(),
				ByteBuffer.wrap(variant.payload()), key);
		return Mono.create((sink) -> this.fanout.send(message, to,
				(delivered, queued, dropped) -> sink.success(new Delivery(delivered, queued, dropped))));
	}

	private static Delivery sum(Delivery one, Delivery other) {
		return new Delivery(one.delivered() + other.delivered(), one.queued() + other.queued(),
				one.dropped() + other.dropped());
	}

	private List<GroupMember> members(String group) {
		return this.registry.roster(new Target(Target.Kind.GROUP, group))
			.members()
			.stream()
			.map((member) -> new GroupMember(member.connection().getId(), member.user()))
			.toList();
	}

	private final class Local implements LocalMembers {

		@Override
		public void deliver(RemoteMessage message) {
			WebSocketBroadcasts by = WebSocketBroadcasts.this;
			Map<String, Fanout.Recipients> here = by.recipients(message.target(), message.except());
			by.deliver(here, message.key(), message.variants()).subscribe();
		}

		@Override
		public List<GroupMember> members(String group) {
			return WebSocketBroadcasts.this.members(group);
		}

	}

	private final class Connections implements WebSocketConnections {

		private final ConnectionRegistry registry = WebSocketBroadcasts.this.registry;

		@Override
		public int count() {
			return this.registry.count();
		}

		@Override
		public @Nullable WebSocketConnection find(String id) {
			Assert.notNull(id, "'id' must not be null");
			Member member = this.registry.find(id);
			return (member != null) ? member.connection() : null;
		}

		@Override
		public List<WebSocketConnection> list() {
			return all().connections();
		}

		@Override
		public Audience all() {
			return new Selection(WebSocketBroadcasts.this, ALL, Set.of());
		}

		@Override
		public Audience endpoint(String name) {
			return audience(Target.Kind.ENDPOINT, name);
		}

		@Override
		public Audience user(String name) {
			return audience(Target.Kind.USER, name);
		}

		@Override
		public Flux<ConnectionEvent> events() {
			return this.registry.events();
		}

	}

	private final class Groups implements WebSocketGroups {

		private final ConnectionRegistry registry = WebSocketBroadcasts.this.registry;

		@Override
		public boolean join(String group, WebSocketConnection connection) {
			check(group, connection);
			return this.registry.join(group, connection);
		}

		@Override
		public boolean leave(String group, WebSocketConnection connection) {
			check(group, connection);
			return this.registry.leave(group, connection);
		}

		private static void check(String group, WebSocketConnection connection) {
			Assert.notNull(group, "'group' must not be null");
			Assert.notNull(connection, "'connection' must not be null");
		}

		@Override
		public Set<String> of(WebSocketConnection connection) {
			Assert.notNull(connection, "'connection' must not be null");
			Member member = this.registry.find(connection.getId());
			return (member != null) ? member.groups() : Set.of();
		}

		@Override
		public Set<String> names() {
			return this.registry.groups();
		}

		@Override
		public Audience group(String name) {
			return audience(Target.Kind.GROUP, name);
		}

		@Override
		public Mono<Presence> members(String group) {
			Assert.notNull(group, "'group' must not be null");
			Instances all = WebSocketBroadcasts.this.others;
			return (all != null) ? all.presence(group)
					: Mono.fromSupplier(() -> new Presence(WebSocketBroadcasts.this.members(group), true));
		}

	}

}
