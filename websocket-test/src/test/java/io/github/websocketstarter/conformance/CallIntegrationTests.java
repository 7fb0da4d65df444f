package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.conformance.LifetimeIntegrationTests.Departure;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How the calls of annotated methods follow each other, and what ends them (design 3.5).
 */
@ConformanceTest
class CallIntegrationTests {

	private static final String DEPARTURES = "io.github.websocketstarter.conformance.LifetimeIntegrationTests#departures";

	/** More than all limits and buffers of the way. */
	private static final int BURST = 2000;

	@Parameter
	private TestServer server;

	private static OutgoingFrame message(boolean binary, int number) {
		byte[] octets = { (byte) (number >> 8), (byte) number };
		return binary ? OutgoingFrame.binary(octets) : OutgoingFrame.text("" + number);
	}

	private static void expect(RawWebSocketClient client, boolean binary, int number) {
		if (binary) {
			client.expectBinary((byte) (number >> 8), (byte) number);
		}
		else {
			client.expectText("" + number);
		}
	}

	// Trap of opencode (#50026): many frames at once are no error.
	// 0: blocking methods only, 1: Mono methods only, 2: both in turn
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void callsKeepTheOrderAndDoNotOverlap(int kind) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call"))) {
			List<OutgoingFrame> burst = new ArrayList<>();
			for (int i = 0; i < BURST; i++) {
				burst.add(message(kind == 1 || kind == 2 && i % 2 == 0, i));
			}
			client.send(burst);
			for (int i = 0; i < BURST; i++) {
				expect(client, kind == 1 || kind == 2 && i % 2 == 0, i);
			}
			assertThat(visit.calls()).isEqualTo(BURST);
			assertThat(visit.mostCallsAtOnce()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callsOverlapAsManyAsTheEndpointAllows(boolean binary) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/overlapping"))) {
			for (int i = 0; i < 30; i++) {
				client.send(message(binary, 1));
			}
			await().until(() -> visit.callsUnderWay() == 3);

			visit.allow();

			for (int i = 0; i < 30; i++) {
				expect(client, binary, 1);
			}
			assertThat(visit.calls()).isEqualTo(30);
			assertThat(visit.mostCallsAtOnce()).isEqualTo(3);
		}
	}

	@Test
	void methodsWithoutReactiveTypeRunWhereTheyMayBlock() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/threads"))) {
			client.pong();
			client.sendText("text");
			client.expectText("text");
			client.sendText("");
			client.expectText("error");
			client.sendClose(1000);
			client.expectClose(1000);
			await().until(() -> visit.notes().contains("close"));
			assertThat(visit.notes()).containsExactlyInAnyOrder("open", "pong", "message", "message", "error", "close");
		}
	}

	@Test
	void blockedConnectionsDoNotHoldUpOthers() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient one = this.server.open(visit.to("/call/blocked"));
				RawWebSocketClient other = this.server.open(visit.to("/call/blocked"))) {
			one.sendText("one");
			other.sendText("other");
			await().until(() -> visit.callsUnderWay() == 2);
			try (RawWebSocketClient third = this.server.open(this.server.visit().to("/call"))) {
				for (int i = 0; i < 100; i++) {
					third.sendText("third");
					third.expectText("third");
				}
			}
			visit.allow();
			one.expectText("one");
			other.expectText("other");
		}
	}

	@Test
	void connectionsBlockAtTheSameTime() {
		List<RawWebSocketClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				clients.add(this.server.open(this.server.visit().to("/call/slow")));
			}
			long start = System.nanoTime();
			clients.forEach((client) -> client.sendText("slow"));
			clients.forEach((client) -> client.expectText("slow"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(CallEndpoints.Slow.TIME)
				.isLessThan(CallEndpoints.Slow.TIME.multipliedBy(50 / 3));
		}
		finally {
			clients.forEach(RawWebSocketClient::close);
		}
	}

	// Neither replies nor messages pile up for a client that does not read
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void slowReaderIsWaitedFor(boolean binary) throws InterruptedException {
		Visit visit = this.server.visit();
		OutgoingFrame message = binary ? OutgoingFrame.binary(new byte[1000]) : OutgoingFrame.text("x".repeat(1000));
		RawWebSocketClient client = this.server.open(visit.to("/call/large"));
		try (Flood flood = Flood.start(client, message.encode(), 64 << 20)) {
			flood.awaitStall(Duration.ofMillis(500));

			int calls = visit.calls();
			assertThat(calls).isLessThan((32 << 20) / CallEndpoints.LARGE);
			for (int i = 0; i < calls + 50; i++) {
				assertThat(client.readMessage().payload()).hasSize(CallEndpoints.LARGE);
			}
		}
	}

	// Trap of Spring (#25581): messages that keep their order without bound
	@ParameterizedTest
	@ValueSource(strings = { "/call/blocked", "/call/overlapping" })
	void messagesForCallsThatBlockAreHeldBack(String path) throws InterruptedException {
		Visit visit = this.server.visit();
		RawWebSocketClient client = this.server.open(visit.to(path));
		try (Flood flood = Flood.start(client, OutgoingFrame.text("x".repeat(1000)).encode(), 64 << 20)) {
			flood.awaitStall(Duration.ofMillis(500));
			assertThat(visit.calls()).isEqualTo(visit.callsUnderWay()).isBetween(1, 3);

			visit.allow();

			for (int i = 0; i < 5000; i++) {
				client.expectText("x".repeat(1000));
			}
		}
	}

	// Traps of Reactor Netty (#2452, #444): sends and a close inside of a callback hang
	@Test
	void methodMayWaitForItsOwnConnection() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/nested"))) {
			for (int i = 0; i < 10; i++) {
				client.sendText("one");
				client.expectText("one");
				client.pong(client.expectPing());
				client.expectText("pong");
			}
			client.sendText("close");
			client.sendText("one");
			client.expectClose(4000);
			client.sendClose(4000);
			client.expectEof();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
		}
	}

	@Test
	void slowReaderHoldsUpAStream() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/endless"))) {
			client.sendText("start");
			await().during(Duration.ofMillis(500)).until(() -> {
				int before = visit.calls();
				assertThat(before).isLessThan((32 << 20) / CallEndpoints.LARGE);
				return before > 0;
			});
			int calls = visit.calls();
			for (int i = 0; i < calls + 50; i++) {
				assertThat(client.readMessage().payload()).hasSize(CallEndpoints.LARGE);
			}
		}
		await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled"));
	}

	// Trap of Quarkus (#41025)
	@ParameterizedTest
	@MethodSource(DEPARTURES)
	void returnedPublisherIsCancelledWhenThePeerGoes(Departure departure) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/streams"))) {
			client.sendText("long");
			client.expectText("long");

			departure.leave(client);

			await().untilAsserted(() -> assertThat(visit.notes()).containsExactlyInAnyOrder("cancelled", "closed"));
		}
	}

	@ParameterizedTest
	@MethodSource(DEPARTURES)
	void returnedMonoIsCancelledWhenThePeerIsLost(Departure departure) {
		if (departure.toString().equals("PEER_CLOSED")) {
			// Then it may take close-timeout, which is longer than a test waits.
			return;
		}
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/streams"))) {
			client.sendBinary((byte) 0);
			await().until(() -> visit.calls() == 1);

			departure.leave(client);

			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled", "closed"));
		}
	}

	@Test
	void oneStreamTooManyCloses1008() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/streams"))) {
			client.sendText("one");
			client.expectText("one");
			for (int i = 0; i < 10; i++) {
				client.sendText("short" + i);
				client.expectText("short" + i);
			}
			client.sendText("two");
			client.expectText("two");
			client.sendText("three");
			client.expectClose(1008);
			client.sendClose(1008);
			client.expectEof();
			await().untilAsserted(
					() -> assertThat(visit.notes()).containsExactlyInAnyOrder("cancelled", "cancelled", "closed"));
		}
	}

	@ParameterizedTest
	@MethodSource(DEPARTURES)
	void blockedThreadIsInterruptedWhenThePeerIsLost(Departure departure) {
		if (departure.toString().equals("PEER_CLOSED")) {
			return;
		}
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/blocked"))) {
			client.sendText("one");
			client.sendText("two");
			await().until(() -> visit.calls() == 1);

			departure.leave(client);

			await().until(() -> visit.notes().contains("closed"));
			assertThat(visit.notes()).containsOnlyOnce("interrupted", "closed").contains("left").hasSize(3);
			assertThat(visit.notes()).containsSubsequence("interrupted", "closed");
		}
	}

	@Test
	void blockedThreadIsNotInterruptedWhenThePeerCloses() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/call/blocked"))) {
			client.sendText("one");
			client.sendText("two");
			await().until(() -> visit.calls() == 1);

			client.sendClose(1000);
			client.expectClose(1000);
			await().until(() -> visit.notes().contains("left"));
			visit.allow();

			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("left", "done", "done", "closed"));
		}
	}

}
