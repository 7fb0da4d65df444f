package io.github.websocketstarter.conformance;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.Audience;
import io.github.websocketstarter.broadcast.ConnectionEvent;
import io.github.websocketstarter.broadcast.Delivery;
import io.github.websocketstarter.broadcast.GroupMember;
import io.github.websocketstarter.broadcast.Presence;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Who is found, and who gets what is sent to many (OP-12).
 */
@ConformanceTest
class BroadcastIntegrationTests {

	@Parameter
	private TestServer server;

	private WebSocketConnections connections;

	private WebSocketGroups groups;

	private String group;

	@BeforeEach
	void begin() {
		this.connections = this.server.bean(WebSocketConnections.class);
		this.groups = this.server.bean(WebSocketGroups.class);
		this.group = UUID.randomUUID().toString();
	}

	@Test
	void connectionIsFoundUntilItCloses() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			WebSocketConnection connection = opened.join();
			assertThat(this.connections.find(connection.getId())).isSameAs(connection);
			assertThat(this.connections.list()).contains(connection);
			assertThat(this.connections.endpoint("script").connections()).contains(connection);
			assertThat(connection.endpoint()).isEqualTo("script");
			assertThat(this.connections.count()).isPositive();

			client.sendClose(1000);
			client.expectClose(1000);

			Awaitility.await().until(() -> this.connections.find(connection.getId()) == null);
			assertThat(this.connections.endpoint("script").connections()).doesNotContain(connection);
		}
	}

	@Test
	void groupIsThereAsLongAsItHasMembers() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			WebSocketConnection connection = opened.join();
			assertThat(this.groups.join(this.group, connection)).isTrue();
			assertThat(this.groups.join(this.group, connection)).isFalse();
			assertThat(this.groups.of(connection)).containsExactly(this.group);
			assertThat(this.groups.names()).contains(this.group);
			StepVerifier.create(this.groups.members(this.group))
				.expectNext(new Presence(List.of(new GroupMember(connection.getId(), null)), true))
				.expectComplete()
				.verify(TestServer.TIMEOUT);

			client.connection().reset();

			Awaitility.await().until(() -> !this.groups.names().contains(this.group));
			assertThat(this.groups.of(connection)).isEmpty();
			assertThat(this.groups.join(this.group, connection)).isFalse();
			assertThat(this.groups.names()).doesNotContain(this.group);
		}
	}

	@Test
	void memberThatLeavesGetsNothing() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			this.groups.join(this.group, opened.join());
			assertThat(send(this.groups.group(this.group), "in")).isEqualTo(new Delivery(1, 0, 0));
			assertThat(this.groups.leave(this.group, opened.join())).isTrue();
			assertThat(this.groups.leave(this.group, opened.join())).isFalse();
			assertThat(send(this.groups.group(this.group), "out")).isEqualTo(Delivery.NONE);
			opened.join().sendText("alone").block(TestServer.TIMEOUT);

			client.expectText("in");
			client.expectText("alone");
		}
	}

	@Test
	void moreGroupsThanAllowedAreRefused() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			IntStream.range(0, 100).forEach((i) -> this.groups.join(this.group + i, opened.join()));
			assertThatIllegalStateException().isThrownBy(() -> this.groups.join(this.group, opened.join()))
				.withMessageContaining("'websocket.max-groups'");
			assertThat(this.groups.names()).doesNotContain(this.group);
			client.sendClose(1000);
			client.expectClose(1000);
		}
	}

	@Test
	void eachMemberGetsTheMessageOnce() {
		List<RawWebSocketClient> clients = openMembers(20);
		try {
			assertThat(this.groups.group(this.group).count()).isEqualTo(20);
			assertThat(send(this.groups.group(this.group), "to all")).isEqualTo(new Delivery(20, 0, 0));
			assertThat(send(this.groups.group(this.group), "x".repeat(70_000))).isEqualTo(new Delivery(20, 0, 0));
			for (RawWebSocketClient client : clients) {
				client.expectText("to all");
				client.expectText("x".repeat(70_000));
				client.ping("nothing else");
				client.expectPong("nothing else");
			}
		}
		finally {
			clients.forEach(RawWebSocketClient::close);
		}
	}

	// Many, so that how they get messages is found out once for several of them
	@Test
	void manyMembersComeAndGoBetweenMessages() {
		List<RawWebSocketClient> clients = openMembers(70);
		try {
			Audience all = this.groups.group(this.group);
			assertThat(send(all, "first")).isEqualTo(new Delivery(70, 0, 0));
			assertThat(send(all, "second")).isEqualTo(new Delivery(70, 0, 0));
			clients.get(0).sendClose(1000);
			clients.get(0).expectText("first");
			clients.get(0).expectText("second");
			clients.get(0).expectClose(1000);
			Awaitility.await().atMost(TestServer.TIMEOUT).until(() -> all.count() == 69);
			clients.addAll(openMembers(2));

			assertThat(send(all, "third")).isEqualTo(new Delivery(71, 0, 0));

			clients.subList(1, 70).forEach((client) -> {
				client.expectText("first");
				client.expectText("second");
			});
			clients.subList(1, 72).forEach((client) -> client.expectText("third"));
		}
		finally {
			clients.forEach(RawWebSocketClient::close);
		}
	}

	@Test
	void exceptionsAreLeftOut() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient one = open(opened); RawWebSocketClient other = openMembers(1).get(0)) {
			this.groups.join(this.group, opened.join());
			Audience others = this.groups.group(this.group).except(opened.join());
			assertThat(others.count()).isOne();
			assertThat(others.connections()).doesNotContain(opened.join());
			assertThat(send(others, "not to one")).isEqualTo(new Delivery(1, 0, 0));
			assertThat(send(this.groups.group(this.group), "to both")).isEqualTo(new Delivery(2, 0, 0));

			one.expectText("to both");
			other.expectText("not to one");
			other.expectText("to both");
		}
	}

	@Test
	void valuesAreSentAsTheirCodecSays() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			this.groups.join(this.group, opened.join());
			Audience to = this.groups.group(this.group);
			send(to, new Price("ACME", 3));
			to.send(List.of(new Price("A", 1)), ResolvableType.forClassWithGenerics(List.class, Price.class))
				.block(TestServer.TIMEOUT);
			send(to, new byte[] { 1, 2 });
			send(to, opened.join().bufferFactory().wrap(new byte[] { 3 }));
			send(to, opened.join().textMessage("as it is"));

			client.expectText("{\"share\":\"ACME\",\"price\":3}");
			client.expectText("[{\"share\":\"A\",\"price\":1}]");
			client.expectBinary((byte) 1, (byte) 2);
			client.expectBinary((byte) 3);
			client.expectText("as it is");
		}
	}

	@Test
	void messageThatCannotBeSentFails() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			this.groups.join(this.group, opened.join());
			WebSocketMessage ping = opened.join().pingMessage((factory) -> factory.wrap(new byte[1]));
			StepVerifier.create(this.groups.group(this.group).send(ping))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessageContaining("PING"))
				.verify(TestServer.TIMEOUT);
			send(this.groups.group(this.group), "still open");
			client.expectText("still open");
		}
	}

	// CC-2: what one thread sends, alone or to many, stays in its order
	@Test
	void orderIsKeptForEachConnection() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = open(opened)) {
			this.groups.join(this.group, opened.join());
			Audience to = this.groups.group(this.group);
			Flux.range(0, 500)
				.publishOn(Schedulers.single())
				.doOnNext((i) -> ((i % 3 != 0) ? to.send("m" + i) : opened.join().sendText("m" + i)).subscribe())
				.blockLast(TestServer.TIMEOUT);

			IntStream.range(0, 500).forEach((i) -> client.expectText("m" + i));
		}
	}

	@Test
	void eventsTellWhoComesAndGoes() {
		List<String> events = new ArrayList<>();
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		CompletableFuture<Void> ended = this.connections.events()
			.doOnNext((event) -> record(event, opened, events))
			.takeUntil((event) -> event.type() == ConnectionEvent.Type.CLOSED && isFor(event, opened))
			.then()
			.toFuture();
		try (RawWebSocketClient client = open(opened)) {
			this.groups.join(this.group, opened.join());
			this.groups.join(this.group + "2", opened.join());
			this.groups.leave(this.group + "2", opened.join());
			client.sendClose(1000);
			client.expectClose(1000);
			assertThat(ended).succeedsWithin(TestServer.TIMEOUT);
			assertThat(events).containsExactly("JOINED " + this.group, "JOINED " + this.group + "2",
					"LEFT " + this.group + "2", "LEFT " + this.group, "CLOSED null");
		}
	}

	private static void record(ConnectionEvent event, CompletableFuture<WebSocketConnection> opened,
			List<String> events) {
		if (event.type() != ConnectionEvent.Type.OPENED && isFor(event, opened)) {
			events.add(event.type() + " " + event.group());
		}
	}

	private static boolean isFor(ConnectionEvent event, CompletableFuture<WebSocketConnection> opened) {
		return opened.isDone() && event.connection() == opened.join();
	}

	@Test
	void usersAreFoundByTheirName() {
		String user = "user-" + this.group;
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.connect()
			.upgrade(this.server
				.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> hold(connection, opened))
				.withAdded("X-User", user))) {
			assertThat(opened.join().getHandshakeInfo().getPrincipal().map(Principal::getName).block()).isEqualTo(user);
			assertThat(send(this.connections.user(user), "to you")).isEqualTo(new Delivery(1, 0, 0));
			assertThat(send(this.connections.user(user + "2"), "to nobody")).isEqualTo(Delivery.NONE);
			this.groups.join(this.group, opened.join());
			assertThat(this.groups.members(this.group).block().members())
				.containsExactly(new GroupMember(opened.join().getId(), user));
			client.expectText("to you");
		}
		Awaitility.await().until(() -> this.connections.user(user).count() == 0);
	}

	private List<RawWebSocketClient> openMembers(int count) {
		List<RawWebSocketClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
			clients.add(open(opened));
			assertThat(this.groups.join(this.group, opened.join())).isTrue();
		}
		return clients;
	}

	private RawWebSocketClient open(CompletableFuture<WebSocketConnection> opened) {
		return this.server.run((connection) -> hold(connection, opened));
	}

	private static Mono<Void> hold(WebSocketConnection connection, CompletableFuture<WebSocketConnection> opened) {
		opened.complete(connection);
		return connection.receive().then();
	}

	private static Delivery send(Audience to, Object payload) {
		return to.send(payload).block(Duration.ofSeconds(10));
	}

	record Price(String share, int price) {
	}

}
