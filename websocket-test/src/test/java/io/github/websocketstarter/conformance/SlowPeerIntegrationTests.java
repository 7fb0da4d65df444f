package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.websocketstarter.MessageDroppedException;
import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.broadcast.Audience;
import io.github.websocketstarter.broadcast.Delivery;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of messages for peers that do not read, and of the other peers.
 */
@ConformanceTest({ "websocket.outbound.max-bytes=256KB", "websocket.endpoints.slow-suspend.outbound.overflow=suspend",
		"websocket.endpoints.slow-oldest.outbound.overflow=drop-oldest",
		"websocket.endpoints.slow-newest.outbound.overflow=drop_newest", "websocket.close-timeout=60s" })
class SlowPeerIntegrationTests {

	private static final String LARGE = "x".repeat(32 * 1024);

	/** More than the system and Netty take in for a peer that does not read. */
	private static final int MANY = 400;

	@Parameter
	private TestServer server;

	@Test
	void closePolicyEndsThePeerAndIsTold() {
		Stalled stalled = stall("/script");
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			List<Delivery> deliveries = flood(connection);

			assertThat(deliveries).contains(new Delivery(1, 0, 0), new Delivery(0, 1, 0), new Delivery(0, 0, 1));
			assertThat(connection.disconnected().reason()).contains(DisconnectReason.SLOW_CONSUMER);
			assertThat(connection.closeStatus().block(TestServer.TIMEOUT).getCode()).isEqualTo(1013);
			assertThat(connection.outbound().queuedBytes()).isZero();
			assertThat(number(client.readMessage().text())).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "suspend", "oldest", "newest" })
	void otherPoliciesDropWhatIsSentToManyAndKeepTheConnection(String policy) {
		Stalled stalled = stall("/slow/" + policy);
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			assertThat(connection.isWritable()).isTrue();
			List<Delivery> deliveries = flood(connection);

			assertThat(connection.state()).isEqualTo(WebSocketState.OPEN);
			assertThat(connection.isWritable()).isFalse();
			assertThat(connection.outbound().queuedBytes()).isBetween(1L, 256L * 1024);
			assertThat(connection.outbound().droppedMessages()).isPositive();
			assertThat(deliveries.get(0)).isEqualTo(new Delivery(1, 0, 0));
			assertThat(deliveries.get(MANY - 1))
				.isEqualTo(policy.equals("oldest") ? new Delivery(0, 1, 0) : new Delivery(0, 0, 1));
			CompletableFuture<Void> writable = connection.writable().toFuture();
			assertThat(writable).isNotDone();

			List<Integer> numbers = readNumbers(client, connection);

			assertThat(writable).succeedsWithin(TestServer.TIMEOUT);
			assertThat(numbers).hasSize(MANY - (int) connection.outbound().droppedMessages()).isSorted();
			assertThat(numbers.get(0)).isZero();
			int last = numbers.get(numbers.size() - 1);
			assertThat(last == MANY - 1).isEqualTo(policy.equals("oldest"));
			connection.sendText("on time again").block(TestServer.TIMEOUT);
			client.expectText("on time again");
			assertThat(connection.outbound().queuedBytes()).isZero();
		}
	}

	// A single message tells its sender
	@Test
	void droppedMessageFails() {
		Stalled stalled = stall("/slow/newest");
		try (RawWebSocketClient client = stalled.client()) {
			flood(stalled.connection());
			StepVerifier.create(stalled.connection().sendText(LARGE))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(MessageDroppedException.class)
					.hasMessageContaining("'websocket.outbound.overflow'"))
				.verify(TestServer.TIMEOUT);
			assertThat(stalled.connection().isOpen()).isTrue();
			assertThat(number(client.readMessage().text())).isZero();
		}
	}

	@Test
	void suspendedSenderGoesOnWhenThePeerReads() {
		Stalled stalled = stall("/slow/suspend");
		try (RawWebSocketClient client = stalled.client()) {
			flood(stalled.connection());
			CompletableFuture<Void> sent = stalled.connection().sendText("m" + MANY + " suspended").toFuture();
			assertThat(sent).isNotDone();

			List<Integer> numbers = readNumbers(client, stalled.connection());

			assertThat(sent).succeedsWithin(TestServer.TIMEOUT);
			assertThat(numbers).endsWith(MANY);
		}
	}

	// A source for each message is bounded as single messages are
	@ParameterizedTest
	@ValueSource(strings = { "/script", "/slow/suspend", "/slow/oldest", "/slow/newest" })
	void sourcesWithoutEndAreTooMuchForAPeerThatDoesNotRead(String path) {
		Stalled stalled = stall(path);
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			Audience to = audience(connection);
			while (connection.isWritable()) {
				to.send("m0 " + LARGE).block(TestServer.TIMEOUT);
			}
			// the system may take some after all
			for (int i = 0; i < 3 * 256 * 1024 / 128; i++) {
				connection.send(Mono.fromSupplier(() -> connection.textMessage("m1 x"))).subscribe(null, (error) -> {
				});
			}

			Awaitility.await()
				.untilAsserted(
						() -> assertThat(connection.disconnected().reason()).contains(DisconnectReason.SLOW_CONSUMER));
			assertThat(number(client.readMessage().text())).isZero();
		}
	}

	// Sources have no demand of the peer under the policies that drop
	@ParameterizedTest
	@ValueSource(strings = { "oldest", "newest" })
	void sourcesAreAskedForAllWhereMessagesAreDropped(String policy) {
		Stalled stalled = stall("/slow/" + policy);
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			CompletableFuture<Void> sent = connection
				.send(Flux.range(0, MANY).map((i) -> connection.textMessage("m" + i + " " + LARGE)))
				.toFuture();
			Awaitility.await()
				.until(() -> connection.outbound().droppedMessages() > 0
						&& connection.outbound().droppedMessages() + 200 > MANY / 2);

			List<Integer> numbers = readNumbers(client, connection);

			assertThat(sent).succeedsWithin(TestServer.TIMEOUT);
			assertThat(numbers).isSorted().hasSizeLessThan(MANY);
		}
	}

	// A hot source that cannot wait
	@Test
	void hotSourceIsNotFailedByAPeerThatIsSlow() {
		Sinks.Many<String> news = Sinks.many().multicast().directBestEffort();
		Stalled stalled = stall("/slow/oldest");
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			CompletableFuture<Void> sent = connection.send(news.asFlux().map(connection::textMessage)).toFuture();
			Awaitility.await().until(() -> news.currentSubscriberCount() == 1);
			for (int i = 0; i < MANY; i++) {
				String message = "m" + i + " " + LARGE;
				while (news.tryEmitNext(message) != Sinks.EmitResult.OK) {
					// only until the event loop has asked for more
					Thread.onSpinWait();
				}
			}
			news.tryEmitComplete().orThrow();

			List<Integer> numbers = readNumbers(client, connection);

			assertThat(sent).succeedsWithin(TestServer.TIMEOUT);
			assertThat(numbers).isSorted();
		}
	}

	@Test
	void latestReplacesWhatWaitsWithItsKey() {
		Stalled stalled = stall("/slow/oldest");
		try (RawWebSocketClient client = stalled.client()) {
			WebSocketConnection connection = stalled.connection();
			Audience to = audience(connection);
			while (connection.isWritable()) {
				to.send("m0 " + LARGE).block(TestServer.TIMEOUT);
			}
			assertThat(to.sendLatest("a", "m1 old").block()).isEqualTo(new Delivery(0, 1, 0));
			CompletableFuture<Void> own = connection.sendLatest("b", connection.textMessage("m2 old")).toFuture();
			assertThat(to.sendLatest("a", "m3 new").block()).isEqualTo(new Delivery(0, 1, 0));
			connection.sendLatest("b", connection.textMessage("m4 new")).subscribe();

			assertThat(own).failsWithin(TestServer.TIMEOUT)
				.withThrowableThat()
				.withCauseInstanceOf(MessageDroppedException.class);
			assertThat(connection.outbound().droppedMessages()).isEqualTo(2);
			List<Integer> numbers = readNumbers(client, connection);
			assertThat(numbers).containsOnlyOnce(3, 4).doesNotContain(1, 2);
		}
	}

	// Others do not wait for a peer that does not read
	@Test
	void othersGetAllWhileOneDoesNotRead() {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		Stalled stalled = stall("/slow/newest");
		try (RawWebSocketClient slow = stalled.client();
				RawWebSocketClient quick = this.server.run((connection) -> hold(connection, opened))) {
			Audience both = audience(stalled.connection());
			WebSocketGroups groups = this.server.bean(WebSocketGroups.class);
			String group = groups.of(stalled.connection()).iterator().next();
			groups.join(group, opened.join());
			int dropped = 0;
			for (int i = 0; i < MANY; i++) {
				Delivery delivery = both.send("m" + i + " " + LARGE).block(TestServer.TIMEOUT);
				dropped += delivery.dropped();
				assertThat(number(quick.readMessage().text())).isEqualTo(i);
			}
			assertThat(dropped).isPositive();
			assertThat(opened.join().outbound().droppedMessages()).isZero();
			assertThat(number(slow.readMessage().text())).isZero();
		}
	}

	private Stalled stall(String path) {
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		String id = UUID.randomUUID().toString();
		SlowEndpoints.OPENED.put(id, opened);
		RawConnection tcp = this.server.connect(RawConnection.builder().receiveBuffer(4096));
		RawWebSocketClient client = path.equals("/script") ? tcp.upgrade(
				this.server.scripted(path, WebSocketAcceptOptions.builder(), (connection) -> hold(connection, opened)))
				: tcp.upgrade(HttpRequest.upgrade(path + "?" + id));
		return new Stalled(client, opened.join());
	}

	private Audience audience(WebSocketConnection connection) {
		String group = UUID.randomUUID().toString();
		WebSocketGroups groups = this.server.bean(WebSocketGroups.class);
		groups.join(group, connection);
		return groups.group(group);
	}

	private List<Delivery> flood(WebSocketConnection connection) {
		Audience to = audience(connection);
		List<Delivery> deliveries = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			deliveries.add(to.send("m" + i + " " + LARGE).block(TestServer.TIMEOUT));
		}
		return deliveries;
	}

	// Reads until the server has nothing left
	private static List<Integer> readNumbers(RawWebSocketClient client, WebSocketConnection connection) {
		List<Integer> numbers = new ArrayList<>();
		CompletableFuture<Void> last = connection.writable().then(connection.sendText("end")).toFuture();
		String text = client.readMessage().text();
		while (!text.equals("end")) {
			numbers.add(number(text));
			text = client.readMessage().text();
		}
		assertThat(last).succeedsWithin(Duration.ofSeconds(10));
		return numbers;
	}

	private static int number(String text) {
		return Integer.parseInt(text.substring(1, text.indexOf(' ')));
	}

	private static Mono<Void> hold(WebSocketConnection connection, CompletableFuture<WebSocketConnection> opened) {
		opened.complete(connection);
		return connection.receive().then();
	}

	private record Stalled(RawWebSocketClient client, WebSocketConnection connection) {
	}

}
