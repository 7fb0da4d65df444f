package io.github.websocketstarter.conformance;

import java.time.Duration;

import io.github.websocketstarter.test.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that take their time for the head of a request (Slowloris), on ports that speak
 * HTTP/1.1 only, both without TLS, and both with TLS.
 */
@ConformanceTest(value = { "websocket.close-timeout=60s", "websocket.handshake-timeout=500ms" },
		protocols = { Protocol.HTTP_1_1, Protocol.H2C, Protocol.H2 })
class RequestHeadIntegrationTests {

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofMillis(1200);

	@Parameter
	private TestServer server;

	private SlowClient connect() {
		return SlowClient.connect(this.server);
	}

	@Test
	void headThatNeverEndsIsAnsweredWith408() {
		try (SlowClient client = connect()) {
			client.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n");

			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").contains("connection: close");
		}
	}

	@Test
	void headThatComesInDropsIsNoDifferent() {
		try (SlowClient client = connect()) {
			long start = System.nanoTime();
			client.send("GET /plain HTTP/1.1\r\n");
			client.drip("X-Header: value\r\n", PAUSE);

			client.readToEnd();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
					Duration.ofSeconds(5));
		}
	}

	@Test
	void firstByteIsEnough() {
		try (SlowClient client = connect()) {
			client.send("G");

			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void laterRequestOfAConnectionIsNoDifferent() {
		try (SlowClient client = connect()) {
			client.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
			client.pause(LONG);
			client.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
			client.send("GET /pl");

			assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void headInTimeIsServed() {
		try (SlowClient client = connect()) {
			client.send("GET /plain ");
			client.pause(PAUSE);
			client.send("HTTP/1.1\r\nHost: localhost\r\n");
			client.pause(PAUSE);
			client.send("\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
			client.pause(LONG);
			client.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void connectionWithoutARequestIsNotAffected() {
		try (SlowClient client = connect()) {
			client.pause(LONG);
			client.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void bodyMayTakeItsTime() {
		try (SlowClient client = connect()) {
			client.send("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n01234");
			client.pause(LONG);
			client.send("56789");
			assertThat(client.readUntil("\r\n\r\n0123456789")).startsWith("HTTP/1.1 200 ");
			client.send("POST /body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n");
			client.pause(LONG);
			client.send("5\r");
			client.pause(LONG);
			client.send("\n56789\r\n0\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\n0123456789")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void responseMayTakeItsTimeAndTheNextHeadWaitsForIt() {
		try (SlowClient client = connect()) {
			client.send("GET /slow?" + LONG.toMillis() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			client.pause(PAUSE);
			client.send("GET /plain HTTP/1.1\r\nHost");
			assertThat(client.readUntil("\r\n\r\nslow")).startsWith("HTTP/1.1 200 ");
			client.send(": localhost\r\n\r\n");
			assertThat(client.readUntil("\r\n\r\nplain")).startsWith("HTTP/1.1 200 ");
		}
	}

}
