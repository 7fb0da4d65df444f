package io.github.websocketstarter.sample;

import java.net.SocketException;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ConnectionControllerTests {

	@LocalServerPort
	private int port;

	@Test
	void connectionIsReset() throws Exception {
		try (PlainClient client = PlainClient.connect(this.port).get("/connection/reset")) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(client::readToEnd)
				.withMessageStartingWith("Connection reset");
		}
	}

	@Test
	void lastResponseIsDelivered() throws Exception {
		try (PlainClient client = PlainClient.connect(this.port).get("/connection/last")) {
			assertThat(client.readToEnd()).containsIgnoringCase("connection: close")
				.endsWith("This connection ends with this response.");
		}
	}

	@Test
	void slowUploadIsGivenUpAndTheConnectionStays() throws Exception {
		try (PlainClient client = PlainClient.connect(this.port)) {
			client.send("POST /connection/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
					+ "Content-Type: application/octet-stream\r\n\r\n12");
			assertThat(client.readUntil("Not complete within PT2S")).startsWith("HTTP/1.1 408");

			client.send("34").get("/connection/last");

			client.readUntil("This connection ends with this response.");
		}
	}

	@Test
	void uploadInTimeIsTaken() throws Exception {
		try (PlainClient client = PlainClient.connect(this.port)) {
			client.send("POST /connection/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
					+ "Content-Type: application/octet-stream\r\n\r\n1234");

			client.readUntil("4 bytes");
		}
	}

}
