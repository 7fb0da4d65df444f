package io.github.websocketstarter.test;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a correct server never does, and what needs none.
 */
class WebSocketTestClientTests {

	private static WebSocketTestClient client(FakeServer server) {
		return WebSocketTestClient.bindToServer().baseUrl("ws://localhost:" + server.port() + "/base").build();
	}

	private static FakeServer sending(String... octets) throws IOException {
		return FakeServer.upgradingThenSending(HexFormat.of().parseHex(String.join("", octets)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			8101ff | expected text in UTF-8 but received TEXT of 1 octets
			800161 | expected the start of a message but received CONTINUATION of 1 octets 0x61
			010161810162 | expected the rest of a message but received TEXT of 1 octets "b"
			81020161 | expected a message as java.lang.String but received EOF
			81 | expected the server to keep to RFC 6455 but the stream ended (EOF) inside a frame header
			""")
	void serverThatBreaksTheProtocolIsCaught(String sent, String fault) throws Exception {
		try (FakeServer server = sending(sent);
				WebSocketTestConnection connection = client(server).get("/").connect()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> {
				connection.next(String.class);
				connection.next(String.class);
			}).withMessageStartingWith(fault);
		}
	}

	@Test
	void subProtocolThatWasNotOfferedIsCaught() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> upgrade(socket, "Sec-WebSocket-Protocol: c"))) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(client(server).get("/").subProtocols("a", "b")::connect)
				.withMessage("expected one of the sub-protocols \"a, b\" but received \"c\"");
		}
	}

	@Test
	void subProtocolOfAnyLineMayBeChosen() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> upgrade(socket, "Sec-WebSocket-Protocol: v2"));
				WebSocketTestConnection connection = client(server).get("/")
					.header("sec-websocket-protocol", "v0 , v1", "v2")
					.connect()) {
			assertThat(connection.subProtocol()).isEqualTo("v2");
		}
		try (FakeServer server = new FakeServer((socket) -> upgrade(socket, "Sec-WebSocket-Protocol: c"))) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(client(server).get("/").header("Sec-WebSocket-Protocol", "a", "b")::connect)
				.withMessage("expected one of the sub-protocols \"a, b\" but received \"c\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "default.example, , default.example", "default.example, own.example, own.example",
			", own.example, own.example" })
	void hostIsThatOfTheTest(String byDefault, String own, String sent) throws Exception {
		StringBuilder request = new StringBuilder();
		try (FakeServer server = new FakeServer((socket) -> {
			request.append(FakeServer.readHead(socket));
			socket.getOutputStream().write("HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n".getBytes());
		})) {
			WebSocketTestClient.Builder builder = client(server).mutate();
			WebSocketTestClient client = (byDefault != null) ? builder.defaultHeader("host", byDefault).build()
					: builder.build();
			WebSocketTestClient.Request handshake = client.mutate().build().get("/");
			((own != null) ? handshake.header("Host", own) : handshake).expectRefused();

			assertThat(request).containsOnlyOnce("ost: ").containsIgnoringCase("\r\nHost: " + sent + "\r\n");
		}
	}

	@Test
	void serverThatIsNotThereIsCaught() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(WebSocketTestClient.bindToServer().baseUrl("ws://localhost:" + port).build().get("/")::connect)
			.withMessage("expected a server of HTTP/1.1 at localhost:" + port);
	}

	@Test
	void uriIsTemplateBelowBaseUrl() throws Exception {
		StringBuilder request = new StringBuilder();
		try (FakeServer server = new FakeServer((socket) -> {
			request.append(FakeServer.readHead(socket));
			socket.getOutputStream().write("HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n".getBytes());
		})) {
			client(server).get("/rooms/{room}?name={name}", "a b", "ä&c").expectRefused();

			assertThat(request).startsWith("GET /base/rooms/a%20b?name=%C3%A4%26c HTTP/1.1\r\n")
				.contains("\r\nHost: localhost:" + server.port() + "\r\n");
		}
	}

	@Test
	void handshakesAndClientsDoNotChange() throws Exception {
		WebSocketTestClient.Builder builder = WebSocketTestClient.bindToServer().baseUrl("wss://example.com");
		WebSocketTestClient client = builder.build();
		builder.protocol(Protocol.H2C);
		client.mutate().protocol(Protocol.H2C).baseUrl("ws://example.org");

		assertThat(client.get("/")).hasToString("a WebSocket at wss://example.com/ over HTTP/1.1 over TLS");
		assertThat(builder.build().get("/")).hasToString("a WebSocket at wss://example.com/ over h2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "reset", "vanish" })
	void serverThatNeverReadsIsNotWaitedFor(String end) throws Exception {
		CompletableFuture<Void> over = new CompletableFuture<>();
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket);
			over.join();
		})) {
			WebSocketTestConnection connection = client(server).mutate()
				.timeout(Duration.ofSeconds(1))
				.build()
				.get("/")
				.connect();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					connection.send(new byte[1_000_000]);
				}
			}).withMessage("expected the server to read but it has taken nothing for PT1S");

			long start = System.nanoTime();
			if (end.equals("reset")) {
				connection.reset();
			}
			else if (end.equals("vanish")) {
				connection.vanish();
			}
			connection.close();

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			over.complete(null);
		}
	}

	@Test
	void serverThatReadsSlowlyIsWaitedFor() throws Exception {
		int size = 16 << 20;
		AtomicInteger read = new AtomicInteger();
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket);
			while (read.addAndGet(socket.getInputStream().readNBytes(1 << 20).length) < size) {
				Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
			}
		});
				WebSocketTestConnection connection = client(server).mutate()
					.timeout(Duration.ofSeconds(1))
					.build()
					.get("/")
					.connect()) {
			connection.send(new byte[size]);
			assertThat(server.done()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void jsonNeedsMapper() {
		PayloadConverter withoutJackson = new PayloadConverter(null);

		assertThat(withoutJackson.encode("text").payload()).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
		assertThatIllegalStateException().isThrownBy(() -> withoutJackson.encode(1))
			.withMessage("'java.lang.Integer' needs Jackson on the class path; without it there are String, byte[] "
					+ "and ByteBuffer");
	}

	@Test
	void clientLoadsWithoutJackson() throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!entry.contains("jackson")) {
				classPath.add(Path.of(entry).toUri().toURL());
			}
		}

		try (URLClassLoader withoutJackson = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> withoutJackson.loadClass(JsonMapper.class.getName()));
			Object use = withoutJackson.loadClass(UseWithoutJackson.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			assertThat(((Supplier<?>) use).get()).isEqualTo("a WebSocket at http://localhost:8080/ over HTTP/1.1");
		}
	}

	@Test
	void timeoutMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebSocketTestClient.bindToServer().timeout(Duration.ZERO))
			.withMessage("'timeout' must be at least 1ms but is PT0S");
	}

	private static void upgrade(Socket socket, String header) throws IOException {
		String key = FakeServer.readHead(socket).split("Sec-WebSocket-Key: ")[1].split("\r\n")[0];
		socket.getOutputStream()
			.write("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n\r\n"
				.formatted(Handshake.accept(key), header)
				.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Is loaded by the class loader of its test.
	 */
	public static final class UseWithoutJackson implements Supplier<String> {

		@Override
		public String get() {
			return WebSocketTestClient.bindToServer().build().get("/").toString();
		}

	}

}
