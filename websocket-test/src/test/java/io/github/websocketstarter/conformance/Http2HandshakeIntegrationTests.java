package io.github.websocketstarter.conformance;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.websocketstarter.test.Http2Error;
import io.github.websocketstarter.test.Http2Request;
import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawHttp2Connection;
import io.github.websocketstarter.test.RawHttp2Stream;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The opening handshake of HTTP/2: an extended CONNECT (RFC 8441). Beyond what
 * {@link HandshakeIntegrationTests} says of every protocol.
 */
@ConformanceTest(protocols = { Protocol.H2C, Protocol.H2 })
class Http2HandshakeIntegrationTests {

	private static final int CONNECT_PROTOCOL = 8;

	@Parameter
	private TestServer server;

	// H2-2
	@Test
	void serverTellsThatItTakesExtendedConnects() {
		try (RawHttp2Connection http2 = connect()) {
			assertThat(http2.setting(CONNECT_PROTOCOL)).hasValue(1);
		}
	}

	// H2-1, H2-3, H2-5
	@ParameterizedTest
	@EnumSource
	void versionAndProtocolAreAllThatIsNeeded(EchoTarget target) {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = http2.upgrade(request(target.path()).with(":authority"));

			assertThat(client.handshake().status()).isEqualTo(200);
			assertEchoes(client);
		}
	}

	// H2-3, HS-10: no more than the status, if the client wants no more
	@Test
	void answerHasOnlyTheHeadersOfTheHandshake() {
		try (RawHttp2Connection http2 = connect()) {
			Http2Request request = request("/echo").withAdded("sec-websocket-protocol", "unknown")
				.withAdded("sec-websocket-extensions", "permessage-deflate")
				.withAdded("origin", "http://example.com");

			assertThat(http2.upgrade(request).handshake().headers()).isEmpty();
		}
	}

	// H2-1
	@ParameterizedTest
	@ValueSource(strings = { "WebSocket", "WEBSOCKET" })
	void protocolMayBeInAnyLetterCase(String name) {
		try (RawHttp2Connection http2 = connect()) {
			assertEchoes(http2.upgrade(request("/echo").with(":protocol", name)));
		}
	}

	// RFC 8441 §5 has no key, but some clients send one and insist on the answer
	@Test
	void keyIsAnswered() {
		try (RawHttp2Connection http2 = connect()) {
			Http2Request request = request("/echo").withAdded("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");

			HttpAnswer answer = http2.upgrade(request).handshake();

			assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
		}
	}

	// H2-6, H2-9, H2-14, HS-13, HS-25 to HS-28: a status that is no success, the end of
	// the stream and a connection that stays usable
	@ParameterizedTest
	@MethodSource
	void faultyRequestIsRefusedAndTheConnectionStaysUsable(Refusal refusal) {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = http2.upgrade(request("/echo"));
			for (EchoTarget target : EchoTarget.values()) {
				RawHttp2Stream stream = http2.open(refusal.change().apply(request(target.path())));
				HttpAnswer answer = stream.answer();
				stream.expectEndStream();
				stream.end();
				assertThat(answer.status()).as(answer.toString()).isEqualTo(refusal.status());
				assertThat(answer.headers("Sec-WebSocket-Accept")).isEmpty();
				assertThat(answer.headers("Upgrade")).isEmpty();
			}
			assertEchoes(sibling);
			assertEchoes(http2.upgrade(request("/echo")));
		}
	}

	static Stream<Refusal> faultyRequestIsRefusedAndTheConnectionStaysUsable() {
		return Stream.of(new Refusal("no version", 400, (valid) -> valid.with("sec-websocket-version")),
				new Refusal("version 8", 426, (valid) -> valid.with("sec-websocket-version", "8")),
				new Refusal("other protocol", 400, (valid) -> valid.with(":protocol", "connect-udp")),
				new Refusal("list of protocols", 400, (valid) -> valid.with(":protocol", "websocket, example")),
				new Refusal("unknown path", 404, (valid) -> valid.with(":path", "/unknown")),
				new Refusal("success without a socket", 400, (valid) -> valid.with(":path", "/plain")),
				new Refusal("GET", 400, (valid) -> ordinary(valid, "GET")),
				new Refusal("GET with Upgrade in vain", 400,
						(valid) -> ordinary(valid, "GET").withAdded("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")),
				new Refusal("POST", 400, (valid) -> ordinary(valid, "POST")));
	}

	private static Http2Request ordinary(Http2Request connect, String method) {
		return connect.with(":protocol").with(":method", method).withEndStream(true);
	}

	// H2-4, H2-5
	@ParameterizedTest
	@CsvSource({ ":method, GET", ":method, POST", ":scheme, ''", ":path, ''" })
	void malformedRequestIsReset(String name, String value) {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient sibling = http2.upgrade(request("/echo"));
			Http2Request malformed = value.isEmpty() ? request("/echo").with(name) : request("/echo").with(name, value);

			assertThat(http2.open(malformed).expectReset()).isEqualTo(Http2Error.PROTOCOL_ERROR);

			assertEchoes(sibling);
		}
	}

	// H2-6: a CONNECT to a host is for proxies
	@Test
	void plainConnectOpensNothing() {
		try (RawHttp2Connection http2 = connect()) {
			Http2Request plain = request("/echo").with(":protocol").with(":path").with(":scheme");
			RawHttp2Stream stream = http2.open(plain);

			assertThat(stream.answer().status()).isBetween(400, 599);
			stream.expectEndStream();

			assertEchoes(http2.upgrade(request("/echo")));
		}
	}

	// RFC 8441 §5: with the stream ended there is nothing to talk over
	@Test
	void requestThatEndsTheStreamOpensNothing() {
		try (RawHttp2Connection http2 = connect()) {
			RawHttp2Stream stream = http2.open(request("/echo").withEndStream(true));

			assertThat(stream.answer().status()).isEqualTo(400);
			stream.expectEndStream();

			assertEchoes(http2.upgrade(request("/echo")));
		}
	}

	// RFC 9113 §8.5, HS-21: ordinary requests beside sockets
	@Test
	void ordinaryRequestsAreServedBesideSockets() {
		try (RawHttp2Connection http2 = connect()) {
			RawWebSocketClient client = http2.upgrade(request("/echo"));

			RawHttp2Stream get = http2
				.open(request("/plain").with(":method", "GET").with(":protocol").withEndStream(true));

			assertThat(get.answer().body()).isEqualTo("plain");
			assertEchoes(client);
		}
	}

	private RawHttp2Connection connect() {
		return this.server.connect().http2();
	}

	private Http2Request request(String target) {
		return Http2Request.of(HttpRequest.upgrade(target), this.server.protocol());
	}

	private static void assertEchoes(RawWebSocketClient client) {
		client.sendText("hi");
		client.expectText("hi");
	}

	record Refusal(String name, int status, UnaryOperator<Http2Request> change) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
