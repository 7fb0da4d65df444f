package io.github.websocketstarter.conformance;

import java.util.stream.Stream;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The opening handshake of HTTP/1.1: an upgrade of the TCP connection.
 */
@ConformanceTest(protocols = Protocol.HTTP_1_1)
class UpgradeIntegrationTests {

	private static final String KEY = "Sec-WebSocket-Key";

	private static final String VERSION = "Sec-WebSocket-Version";

	@Parameter
	private TestServer server;

	// HS-20 to HS-31, HS-13: refused, and the TCP connection stays usable
	@ParameterizedTest
	@MethodSource
	void faultyHandshakeIsRefusedAndTheConnectionStaysUsable(Refusal refusal) {
		for (EchoTarget target : EchoTarget.values()) {
			try (RawConnection connection = this.server.connect()) {
				HttpAnswer answer = connection.exchange(refusal.request(target));
				assertThat(answer.status()).as(answer.toString()).isEqualTo(refusal.status());

				RawWebSocketClient client = connection.upgrade(HttpRequest.upgrade(target.path()));
				client.sendText("after " + refusal.status());
				client.expectText("after " + refusal.status());
			}
		}
	}

	static Stream<Refusal> faultyHandshakeIsRefusedAndTheConnectionStaysUsable() {
		HttpRequest valid = HttpRequest.upgrade("");
		return Stream.of(new Refusal("HS-20 POST", 405, valid.withMethod("POST").withAdded("Content-Length", "0")),
				new Refusal("HS-21 no Upgrade", 426, valid.with("Upgrade")),
				new Refusal("HS-21 other Upgrade", 426, valid.with("Upgrade", "example")),
				new Refusal("HS-21 plain GET", 426, HttpRequest.get("")),
				new Refusal("HS-22 no Connection", 400, valid.with("Connection")),
				new Refusal("HS-22 other Connection", 400, valid.with("Connection", "keep-alive")),
				new Refusal("HS-23 no key", 400, valid.with(KEY)),
				new Refusal("HS-24 empty key", 400, valid.with(KEY, "")),
				new Refusal("HS-24 key of 15 octets", 400, valid.with(KEY, "QUJDREVGR0hJSktMTU5P")),
				new Refusal("HS-24 key of 17 octets", 400, valid.with(KEY, "QUJDREVGR0hJSktMTU5PUFE=")),
				new Refusal("HS-24 key not base64", 400, valid.with(KEY, "dGhlIHNhbXBsZSBub25jZ!==")),
				new Refusal("HS-8 key without padding", 400, valid.with(KEY, "dGhlIHNhbXBsZSBub25jZQ")),
				new Refusal("HS-8 key with space", 400, valid.with(KEY, "dGhlIHNhbXBs ZSBub25jZQ==")),
				new Refusal("HS-7 two keys", 400,
						valid.with(KEY, "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==")),
				new Refusal("HS-31 body with length", 400, valid.withAdded("Content-Length", "5").withBody("hello")),
				new Refusal("HS-31 body in chunks", 400,
						valid.withAdded("Transfer-Encoding", "chunked").withBody("5\r\nhello\r\n0\r\n\r\n")));
	}

	// HS-20
	@Test
	void refusedMethodNamesTheRightOne() {
		HttpAnswer answer = exchange(HttpRequest.upgrade("/echo").withMethod("PUT").withAdded("Content-Length", "0"));

		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).contains("GET");
	}

	// HS-21, HS-26, HS-28
	@ParameterizedTest
	@ValueSource(strings = { "", "7", "8", "12" })
	void upgradeRequiredTellsWhatToAskFor(String version) {
		HttpRequest request = version.isEmpty() ? HttpRequest.get("/echo")
				: HttpRequest.upgrade("/echo").with(VERSION, version);

		HttpAnswer answer = exchange(request);

		assertThat(answer.status()).isEqualTo(426);
		assertThat(answer.header("Upgrade")).isEqualTo("websocket");
		assertThat(answer.header("Connection")).isEqualToIgnoringCase("Upgrade");
		assertThat(answer.header(VERSION)).isEqualTo("13");
	}

	// HS-2, HS-4, HS-27, HS-29: lists in one line or several, in any letter case
	@ParameterizedTest
	@MethodSource
	void listedValuesAreFound(HttpRequest request) {
		try (RawConnection connection = this.server.connect()) {
			RawWebSocketClient client = connection.upgrade(request);
			client.sendText("hi");
			client.expectText("hi");
		}
	}

	static Stream<HttpRequest> listedValuesAreFound() {
		return Stream.of(EchoTarget.values()).flatMap((target) -> {
			HttpRequest valid = HttpRequest.upgrade(target.path());
			return Stream.of(valid, valid.with("Connection", "keep-alive, Upgrade"),
					valid.with("Connection", "UPGRADE"), valid.with("Connection", "keep-alive", "upgrade"),
					valid.with("Upgrade", "WebSocket"), valid.with("Upgrade", "websocket, example"),
					valid.with("Upgrade", "example", "websocket"), valid.with(VERSION, " 13 , 8"),
					valid.withAdded("Content-Length", "0"), valid.with(KEY, "VUfWn1u2Ot0AICM6f+/8Zg=="));
		});
	}

	// HS-9
	@Test
	void acceptIsDerivedFromTheKey() {
		try (RawConnection connection = this.server.connect()) {
			RawWebSocketClient client = connection
				.upgrade(HttpRequest.upgrade("/echo").with(KEY, "dGhlIHNhbXBsZSBub25jZQ=="));

			assertThat(client.handshake().header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
		}
	}

	// HS-10
	@Test
	void answerHasOnlyTheHeadersOfTheHandshake() {
		HttpRequest request = HttpRequest.upgrade("/echo")
			.withAdded("Sec-WebSocket-Protocol", "unknown")
			.withAdded("Sec-WebSocket-Extensions", "permessage-deflate");
		try (RawConnection connection = this.server.connect()) {
			assertThat(connection.upgrade(request).handshake().headers()).containsOnlyKeys("Upgrade", "Connection",
					"Sec-WebSocket-Accept");
		}
	}

	// HS-13: who does not accept may answer anything
	@Test
	void requestThatNobodyAcceptsIsAnOrdinaryOne() {
		try (RawConnection connection = this.server.connect()) {
			assertThat(connection.exchange(HttpRequest.upgrade("/plain")).body()).isEqualTo("plain");
			assertThat(connection.exchange(HttpRequest.upgrade("/unknown")).status()).isEqualTo(404);
			assertThat(connection.exchange(HttpRequest.upgrade("/plain").with(KEY, "bad")).status()).isEqualTo(200);

			connection.upgrade(HttpRequest.upgrade("/echo")).ping("usable");
		}
	}

	// Design 3.8
	@ParameterizedTest
	@ValueSource(strings = { "/echo", "/reference/text" })
	void http10IsRefused(String path) {
		HttpAnswer answer = exchange(HttpRequest.upgrade(path).withVersion("HTTP/1.0"));

		assertThat(answer.status()).isBetween(400, 505);
		assertThat(answer.headers("Sec-WebSocket-Accept")).isEmpty();
	}

	private HttpAnswer exchange(HttpRequest request) {
		try (RawConnection connection = this.server.connect()) {
			return connection.exchange(request);
		}
	}

	record Refusal(String name, int status, HttpRequest faulty) {

		HttpRequest request(EchoTarget target) {
			return this.faulty.withTarget(target.path());
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
