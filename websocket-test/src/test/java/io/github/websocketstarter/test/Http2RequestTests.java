package io.github.websocketstarter.test;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.List;

import io.github.websocketstarter.test.HttpRequest.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Http2RequestTests {

	// RFC 8441 §5.1
	@Test
	void openingHandshakeBecomesAnExtendedConnect() {
		HttpRequest request = HttpRequest.upgrade("/chat?x=1")
			.with("Origin", "http://example.com")
			.withAdded("Sec-WebSocket-Protocol", "a")
			.withAdded("Sec-WebSocket-Protocol", "b");

		Http2Request http2 = Http2Request.of(request, Protocol.H2);

		assertThat(http2.headers()).containsExactly(new Header(":method", "CONNECT"),
				new Header(":protocol", "websocket"), new Header(":scheme", "https"), new Header(":path", "/chat?x=1"),
				new Header(":authority", "localhost"), new Header("sec-websocket-version", "13"),
				new Header("origin", "http://example.com"), new Header("sec-websocket-protocol", "a"),
				new Header("sec-websocket-protocol", "b"));
		assertThat(http2.endStream()).isFalse();
	}

	@Test
	void otherRequestsKeepTheirMethodAndEndWithTheirBody() {
		HttpRequest get = HttpRequest.get("/");
		HttpRequest post = get.withMethod("POST").withAdded("Upgrade", "websocket").withBody("x");

		assertThat(Http2Request.of(get, Protocol.H2C).header(":method")).isEqualTo("GET");
		assertThat(Http2Request.of(get, Protocol.H2C).header(":scheme")).isEqualTo("http");
		assertThat(Http2Request.of(get, Protocol.H2C).endStream()).isTrue();
		assertThat(Http2Request.of(post, Protocol.H2C).header(":method")).isEqualTo("POST");
		assertThat(Http2Request.of(post, Protocol.H2C).header(":protocol")).isEmpty();
		assertThat(Http2Request.of(post, Protocol.H2C).endStream()).isFalse();
	}

	@Test
	void pseudoHeadersStayBeforeTheOthers() {
		Http2Request request = new Http2Request(List.of(new Header(":method", "GET"), new Header("a", "1")), true);

		assertThat(request.with(":method", "X", "Y").withAdded(":path", "/").withAdded("b", "2").headers())
			.extracting(Header::name)
			.containsExactly(":method", ":method", ":path", "a", "b");
		assertThat(request.with("a").withEndStream(false))
			.isEqualTo(new Http2Request(List.of(new Header(":method", "GET")), false));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 126, 127, 128, 254, 255, 7000 })
	void headersOfAllLengthsAreEncoded(int length) throws Exception {
		Http2Request request = new Http2Request(
				List.of(new Header(":status", "200"), new Header("long", "x".repeat(length))), true);

		HttpAnswer answer = decode(HeaderEncoder.frames(3, request));

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Long")).isEqualTo("x".repeat(length));
	}

	@Test
	void manyHeadersAreContinued() throws Exception {
		Http2Request request = new Http2Request(List.of(new Header(":status", "404"), new Header("a", "x".repeat(7000)),
				new Header("b", "y".repeat(20_000))), false);

		List<Http2Frame> frames = HeaderEncoder.frames(1, request);

		assertThat(frames).extracting(Http2Frame::type).containsExactly(Http2Frame.HEADERS, Http2Frame.CONTINUATION);
		assertThat(frames).extracting(Http2Frame::flags).containsExactly(0, Http2Frame.END_HEADERS);
		assertThat(decode(frames).header("b")).isEqualTo("y".repeat(20_000));
	}

	// RFC 9113 §8.2
	@ParameterizedTest
	@ValueSource(strings = { "Upper", "connection", ":unknown" })
	void headerThatIsNotLegalInHttp2IsCaught(String name) {
		Http2Request request = new Http2Request(List.of(new Header(":status", "200"), new Header(name, "x")), true);

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> decode(HeaderEncoder.frames(1, request)))
			.withMessageStartingWith("expected headers that are legal in HTTP/2 but");
	}

	@Test
	void frameIsReadAsItWasWritten() throws Exception {
		Http2Frame frame = Http2Frame.of(0xEE, 0xFF, Integer.MAX_VALUE, new byte[70_000]);

		assertThat(read(frame)).isEqualTo(frame);
	}

	// RFC 9113 §6.2
	@Test
	void paddingAndPriorityAreNoContent() {
		byte[] payload = { 2, 0, 0, 0, 0, 0, 'x', 'y', 0, 0 };

		assertThat(Http2Frame.of(Http2Frame.HEADERS, 0x28, 1, payload).content()).containsExactly('x', 'y');
		assertThat(Http2Frame.of(Http2Frame.HEADERS, 0, 1, payload).content()).isEqualTo(payload);
	}

	private static HttpAnswer decode(List<Http2Frame> frames) throws Exception {
		HeaderDecoder decoder = new HeaderDecoder();
		HttpAnswer answer = null;
		for (Http2Frame frame : frames) {
			assertThat(answer).isNull();
			answer = decoder.decode(read(frame));
		}
		return answer;
	}

	private static Http2Frame read(Http2Frame frame) throws Exception {
		return Http2Frame.read(new DataInputStream(new ByteArrayInputStream(frame.encode())));
	}

}
