package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Limits of the number of connections, and that no place gets lost.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class ConnectionLimitIntegrationTests {

	private static HttpRequest accept(TestServer server) {
		return server.scripted("/accept", WebSocketAcceptOptions.builder(), (connection) -> Mono.never());
	}

	private static HttpRequest echo() {
		return HttpRequest.upgrade(EchoTarget.ENDPOINT.path()).withAdded("Sec-WebSocket-Protocol", "v1");
	}

	// OP-17
	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.max-connections=3" })
	class Total {

		@Parameter
		private TestServer server;

		@Test
		void everyWayInCountsAndIsRefusedWith503() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(echo());
				crowd.enter(HttpRequest.upgrade(EchoTarget.ZERO_COPY.path()));
				crowd.enter(accept(this.server));

				crowd.assertRefused(503, echo());
				crowd.assertRefused(503, HttpRequest.upgrade(EchoTarget.ZERO_COPY.path()));
				crowd.assertRefused(503, accept(this.server));

				crowd.leave();
				crowd.enter(accept(this.server));
				crowd.assertRefused(503, echo());
			}
		}

		@Test
		void requestsThatAreNoHandshakesAreNotCounted() {
			try (Crowd crowd = new Crowd(this.server); RawConnection connection = this.server.connect()) {
				fill(crowd);

				assertThat(connection.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
				assertThat(crowd.ask(HttpRequest.upgrade("/nowhere")).status()).isEqualTo(404);
				assertThat(crowd.ask(echo().with("Sec-WebSocket-Version", "7")).status()).isEqualTo(426);
			}
		}

		@Test
		void connectionStaysUsableAfterARefusal() {
			try (Crowd crowd = new Crowd(this.server); RawConnection connection = this.server.connect()) {
				fill(crowd);

				assertThat(connection.exchange(echo()).status()).isEqualTo(503);
				assertThat(connection.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
				crowd.leave();
				await().atMost(TestServer.TIMEOUT)
					.until(() -> connection.exchange(echo()).status() == this.server.agreed());
			}
		}

		@Test
		void everyEndGivesThePlaceBack() {
			for (Departure departure : Departure.values()) {
				try (Crowd crowd = new Crowd(this.server)) {
					crowd.enter(echo());
					crowd.enter(echo());
					RawConnection last = this.server.connect();
					await().atMost(TestServer.TIMEOUT)
						.until(() -> last.exchange(echo()).status() == this.server.agreed());
					crowd.assertRefused(503, echo());
					departure.leave(last);
					crowd.enter(echo());
				}
			}
		}

		// Some before they are served, some while the answer is written
		@Test
		void clientsThatVanishDuringTheHandshakeTakeNoPlace() {
			Random random = new Random(1);
			for (int i = 0; i < 300; i++) {
				RawConnection connection = this.server.connect();
				Thread vanishing = new Thread(() -> vanish(connection));
				boolean early = random.nextBoolean();
				if (early) {
					vanishing.start();
				}
				try {
					connection.exchange((i % 3 == 0) ? accept(this.server) : echo());
				}
				catch (AssertionError ex) {
					// No answer, as it has gone.
				}
				if (!early) {
					vanishing.start();
				}
				join(vanishing);
			}
			try (Crowd crowd = new Crowd(this.server)) {
				fill(crowd);
				crowd.assertRefused(503, echo());
			}
		}

		// Between taking the place and the answer
		@Test
		void handshakeThatFailsGivesThePlaceBack() {
			for (int i = 0; i < 10; i++) {
				try (Crowd crowd = new Crowd(this.server)) {
					HttpAnswer answer = crowd.ask(echo().withAdded(Doorkeeper.COMMIT, "fail"));
					assertThat(answer.status()).isEqualTo(500);
				}
			}
			try (Crowd crowd = new Crowd(this.server)) {
				fill(crowd);
			}
		}

		@Test
		void clientThatVanishesBeforeTheAnswerGivesThePlaceBack() {
			for (int i = 0; i < 3; i++) {
				RawConnection connection = RawConnection.builder()
					.timeout(Duration.ofMillis(200))
					.protocol(this.server.protocol())
					.connect("localhost", this.server.port());
				assertThatExceptionOfType(AssertionError.class)
					.isThrownBy(() -> connection.exchange(echo().withAdded(Doorkeeper.COMMIT, "hang")))
					.withMessageContaining("did not come");
				try (Crowd crowd = new Crowd(this.server)) {
					crowd.enter(echo());
					crowd.enter(echo());
					crowd.assertRefused(503, echo());
					connection.close();
					crowd.enter(echo());
				}
			}
		}

		private void fill(Crowd crowd) {
			for (int i = 0; i < 3; i++) {
				crowd.enter(echo());
			}
		}

		// A connection that has no stream yet cannot be reset.
		private static void vanish(RawConnection connection) {
			try {
				connection.reset();
			}
			catch (AssertionError ex) {
				// closed then
			}
			connection.close();
		}

		private static void join(Thread thread) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	// OP-16
	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.max-connections-per-user=2",
			"websocket.max-connections-per-address=2", "websocket.trusted-proxies=127.0.0.0/8,::1" })
	class PerClient {

		private static final String FORWARDED_FOR = "X-Forwarded-For";

		@Parameter
		private TestServer server;

		@Test
		void addressHasSoManyConnections() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(from("192.0.2.1"));
				crowd.enter(from("192.0.2.1"));

				crowd.assertRefused(429, from("192.0.2.1"));
				crowd.assertRefused(429, accept(this.server).withAdded(FORWARDED_FOR, "192.0.2.1"));
				crowd.enter(from("192.0.2.2"));

				crowd.leave();
				crowd.enter(from("192.0.2.1"));
			}
		}

		@Test
		void clientCannotChooseItsAddress() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(from("198.51.100.1, 192.0.2.3"));
				crowd.enter(from("198.51.100.2, 192.0.2.3, 127.0.0.9"));

				crowd.assertRefused(429, from("198.51.100.3, 192.0.2.3"));
				crowd.assertRefused(429, from("192.0.2.3").withAdded(FORWARDED_FOR, "127.0.0.1"));
				crowd.assertRefused(429, HttpRequest.upgrade("/echo")
					.withAdded("Forwarded", "for=\"198.51.100.1, for=192.0.2.3;proto=http"));
			}
		}

		// Two headers that disagree, names, nonsense: all count as the proxy itself
		@Test
		void nonsenseIsCountedAsTheProxy() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(from("client.example"));
				crowd.enter(from("192.0.2.4").withAdded("Forwarded", "for=192.0.2.5"));

				Stream.of("unknown", "192.0.2.999", "", "1", "[", ",,,", "for=192.0.2.1")
					.forEach((value) -> crowd.assertRefused(429, from(value)));
			}
		}

		@Test
		void networkOfIpv6IsOneAddress() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(from("2001:db8:1:1::1"));
				crowd.enter(from("[2001:db8:1:1::2]:4711"));

				crowd.assertRefused(429, from("2001:db8:1:1:ffff::3"));
				crowd.enter(from("2001:db8:1:2::1"));
			}
		}

		@Test
		void userHasSoManyConnections() {
			try (Crowd crowd = new Crowd(this.server)) {
				crowd.enter(from("192.0.2.10").withAdded(Doorkeeper.USER, "ada"));
				crowd.enter(from("192.0.2.11").withAdded(Doorkeeper.USER, "ada"));

				HttpAnswer answer = crowd.ask(from("192.0.2.12").withAdded(Doorkeeper.USER, "ada"));
				assertThat(answer.status()).isEqualTo(429);
				assertThat(answer.body()).isEqualTo("There are too many connections of this user.");
				crowd.enter(from("192.0.2.12").withAdded(Doorkeeper.USER, "bob"));
				crowd.enter(from("192.0.2.12"));

				crowd.leave();
				crowd.enter(from("192.0.2.13").withAdded(Doorkeeper.USER, "ada"));
			}
		}

		private static HttpRequest from(String header) {
			return HttpRequest.upgrade(EchoTarget.ENDPOINT.path()).withAdded(FORWARDED_FOR, header);
		}

	}

	/**
	 * How a connection ends.
	 */
	private enum Departure {

		CLOSE, FIN, RESET, TCP, VIOLATION;

		void leave(RawConnection connection) {
			switch (this) {
				case CLOSE -> connection.write((byte) 0x88, (byte) 0x80, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
				case FIN -> connection.shutdownOutput();
				case RESET -> connection.reset();
				case VIOLATION -> connection.write((byte) 0xFF, (byte) 0xFF);
				default -> {
					// as below
				}
			}
			connection.close();
		}

	}

}
