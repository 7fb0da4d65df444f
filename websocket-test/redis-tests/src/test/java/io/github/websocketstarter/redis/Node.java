package io.github.websocketstarter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.broadcast.Audience;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.broadcast.redis.RedisBackplane;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance of {@link RoomApplication}, with clients.
 */
final class Node implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	final WebSocketConnections connections;

	final WebSocketGroups groups;

	private final ConfigurableApplicationContext context;

	private final WebSocketTestClient client;

	private final List<WebSocketTestConnection> clients = new ArrayList<>();

	Node(Redis redis) {
		this.context = new SpringApplicationBuilder(RoomApplication.class).run("--server.port=0",
				"--server.shutdown=immediate", "--spring.data.redis.port=" + redis.port(),
				"--spring.data.redis.host=" + redis.getHost(), "--spring.reactor.netty.shutdown-quiet-period=0s",
				"--websocket.allowed-origins=*", "--websocket.backplane.redis.enabled=true");
		this.connections = this.context.getBean(WebSocketConnections.class);
		this.groups = this.context.getBean(WebSocketGroups.class);
		this.client = WebSocketTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port"))
			.timeout(TIMEOUT)
			.build();
	}

	WebSocketTestConnection open(String path, String user) {
		WebSocketTestConnection connection = this.client.get(path).header("User", user).connect();
		this.clients.add(connection);
		return connection;
	}

	void send(Audience audience, Object payload) {
		audience.send(payload).block(TIMEOUT);
	}

	boolean isConnected() {
		return this.context.getBean(RedisBackplane.class).status().connected();
	}

	Health health() {
		return this.context.getBean("websocketBackplaneHealthContributor", ReactiveHealthIndicator.class)
			.health(true)
			.block(TIMEOUT);
	}

	void closeClients() {
		this.clients.forEach(WebSocketTestConnection::close);
		this.clients.clear();
	}

	@Override
	public void close() {
		closeClients();
		this.context.close();
	}

}
