package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawConnectionTests {

	@Test
	void sendsTheRequestAsItIs() throws Exception {
		StringBuilder head = new StringBuilder();
		try (FakeServer server = new FakeServer((socket) -> {
			head.append(FakeServer.readHead(socket));
			write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
		}); RawConnection connection = server.connect()) {
			HttpRequest request = HttpRequest.get("/x").withMethod("POST").withVersion("HTTP/1.0");
			connection.exchange(request.withAdded("A", "1").withAdded("a", "2").with("host", "b", "c"));
		}

		assertThat(head).hasToString("POST /x HTTP/1.0\r\nA: 1\r\na: 2\r\nhost: b\r\nhost: c\r\n\r\n");
	}

	@Test
	void readsLengthAndChunksAndTheRestOnOneConnection() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			write(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nVary: a\r\nvary: b\r\n\r\nno");
			write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
			write(socket, "HTTP/1.1 500\r\n\r\nuntil the end");
			socket.shutdownOutput();
			socket.getInputStream().readAllBytes();
		}); RawConnection connection = server.connect()) {
			HttpAnswer first = connection.exchange(HttpRequest.get("/"));
			HttpAnswer second = connection.exchange(HttpRequest.get("/"));
			HttpAnswer third = connection.exchange(HttpRequest.get("/"));

			assertThat(first.status()).isEqualTo(403);
			assertThat(first.body()).isEqualTo("no");
			assertThat(first.headers("VARY")).containsExactly("a", "b");
			assertThat(second.body()).isEqualTo("abcd");
			assertThat(third.body()).isEqualTo("until the end");
			assertThat(connection.expectEnd()).isEqualTo(End.EOF);
		}
	}

	@Test
	void missingAnswerFailsAfterTheTimeout() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> socket.getInputStream().readAllBytes());
				RawConnection connection = RawConnection.builder()
					.timeout(Duration.ofMillis(50))
					.connect("localhost", server.port())) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> connection.exchange(HttpRequest.get("/")))
				.withMessage("expected an HTTP response but it did not come within PT0.05S");
		}
	}

	@Test
	void handshakeWithWrongAcceptIsRefused() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			write(socket,
					"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n");
			socket.getInputStream().readAllBytes();
		})) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(server::open)
				.withMessageStartingWith("expected Sec-WebSocket-Accept ");
		}
	}

	// RFC 6455 §1.3
	@Test
	void acceptIsDerivedFromTheKey() {
		assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
