package io.github.websocketstarter.broadcast;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.websocketstarter.broadcast.redis.RedisBackplane;
import io.github.websocketstarter.redis.Redis;
import io.lettuce.core.ClientOptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * An instance without connections: it writes down what they would be sent.
 */
final class RedisInstance implements AutoCloseable, LocalMembers {

	/** The texts that were received, in their order. */
	final List<String> received = new CopyOnWriteArrayList<>();

	final LettuceConnectionFactory connections;

	final RedisBackplane backplane;

	final Instances instances;

	private final Map<String, List<GroupMember>> groups = new ConcurrentHashMap<>();

	RedisInstance(Redis redis) {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.create())
			.build();
		this.connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration(redis.getHost(), redis.port()),
				client);
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.backplane = new RedisBackplane(this.connections, "websocket");
		this.instances = new Instances(this.backplane, this, Schedulers.parallel());
	}

	RedisInstance start() {
		this.instances.start();
		return this;
	}

	Mono<Void> send(String text) {
		Variant variant = new Variant(Set.of(""), true, true, text.getBytes(StandardCharsets.UTF_8));
		return this.instances
			.publish(new RemoteMessage(new Target(Target.Kind.ALL, ""), Set.of(), null, List.of(variant)));
	}

	boolean isConnected() {
		return this.backplane.status().connected();
	}

	void group(String name, String... connectionIds) {
		this.groups.put(name, Arrays.stream(connectionIds).map((id) -> new GroupMember(id, null)).toList());
	}

	@Override
	public void deliver(RemoteMessage message) {
		this.received.add(new String(message.variants().get(0).payload(), StandardCharsets.UTF_8));
	}

	@Override
	public List<GroupMember> members(String group) {
		return this.groups.getOrDefault(group, List.of());
	}

	@Override
	public void close() {
		this.instances.stop();
		this.connections.destroy();
	}

}
