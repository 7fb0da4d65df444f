package io.github.websocketstarter.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawHttp2ConnectionTests {

	private static final byte[] HI = { (byte) 0x81, 2, 'h', 'i' };

	@Test
	void readsWhatComesOnTheStream() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			peer.sendData(1, false, HI);
			peer.sendData(1, false, (byte) 0x81, (byte) 1);
			peer.sendData(1, false);
			peer.send(Http2Frame.of(Http2Frame.DATA, Http2Frame.PADDED, 1, (byte) 2, (byte) 'x', (byte) 0, (byte) 0));
			peer.sendData(1, true, (byte) 0x88, (byte) 0);
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			client.expectText("hi");
			client.expectText("x");
			client.expectClose(Frame.NO_CLOSE_CODE);
			client.expectEof();
			client.connection().stream().expectEndStream();
			assertThat(client.handshake().status()).isEqualTo(200);
		}
	}

	@Test
	void serverThatDoesNotAllowWebSocketsIsTold() throws Exception {
		try (FakeServer server = FakeHttp2Server.run(FakeHttp2Server.settings(8, 0), (peer) -> {
		}); RawConnection connection = FakeHttp2Server.connect(server)) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> connection.upgrade(HttpRequest.upgrade("/")))
				.withMessageContaining("SETTINGS_ENABLE_CONNECT_PROTOCOL")
				.withMessageContaining("{8=0}");
			assertThat(connection.http2().setting(8)).hasValue(0);
			assertThat(connection.http2().setting(4)).isEmpty();
		}
	}

	@Test
	void cancelIsReset() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			peer.sendData(1, false, HI);
			peer.send(Http2Frame.ofInt(Http2Frame.RST_STREAM, 1, Http2Error.CANCEL.code()));
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			assertThat(client.connection().stream().expectReset()).isEqualTo(Http2Error.CANCEL);
			client.sendText("into the void");
			client.expectText("hi");
			client.expectReset();
		}
	}

	@Test
	void anotherCodeIsNoEndOfWebSocket() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded(
				(peer) -> peer.send(Http2Frame.ofInt(Http2Frame.RST_STREAM, 1, Http2Error.INTERNAL_ERROR.code())));
				RawWebSocketClient client = FakeHttp2Server.open(server)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectEnd)
				.withMessage("expected the server to end the stream by END_STREAM or CANCEL but it ended: "
						+ "RST_STREAM INTERNAL_ERROR");
		}
	}

	@Test
	void resetAfterTheEndIsSeenToo() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			peer.sendData(1, true);
			peer.send(Http2Frame.ofInt(Http2Frame.RST_STREAM, 1, Http2Error.NO_ERROR.code()));
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			client.expectEof();
			assertThat(client.connection().stream().expectReset()).isEqualTo(Http2Error.NO_ERROR);
		}
	}

	@Test
	void endOfTheTcpConnectionIsReset() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			client.expectReset();
		}
	}

	@Test
	void windowGrowsByWhatIsRead() throws Exception {
		List<Integer> updates = Collections.synchronizedList(new ArrayList<>());
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			peer.sendData(1, false, HI);
			updates.add(peer.expect(Http2Frame.DATA).payload().length);
			updates.add(peer.expect(Http2Frame.WINDOW_UPDATE).number(0));
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			// a window that grows before this would not be seen by the server
			client.connection().write((byte) 1);
			client.expectText("hi");
			client.connection().close();
			server.done().get(10, TimeUnit.SECONDS);
		}
		assertThat(updates).containsExactly(1, HI.length);
	}

	@Test
	void windowOfTheServerIsRespected() throws Exception {
		List<Integer> lengths = Collections.synchronizedList(new ArrayList<>());
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			for (int i = 0; i < 4; i++) {
				lengths.add(peer.expect(Http2Frame.DATA).payload().length);
			}
			peer.send(FakeHttp2Server.settings(4, 65535 + 7), Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, 0, 10));
			lengths.add(peer.expect(Http2Frame.DATA).payload().length);
			peer.send(Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, 1, 100));
			lengths.add(peer.expect(Http2Frame.DATA).payload().length);
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			assertThat(client.connection().stream().sendWindow()).isEqualTo(65535);
			client.connection().write(new byte[65535 + 10]);
			assertThat(client.connection().stream().sendWindow()).isZero();
			client.connection().close();
			server.done().get(10, TimeUnit.SECONDS);
		}
		assertThat(lengths).containsExactly(16384, 16384, 16384, 16383, 7, 3);
	}

	@Test
	void serverThatIgnoresTheWindowIsCaught() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			for (int i = 0; i < 5; i++) {
				peer.sendData(1, false, new byte[16384]);
			}
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.connection().http2().expectGoAway())
				.withMessageContaining("no more than the window allows");
		}
	}

	@Test
	void serverThatSendsAfterTheEndIsCaught() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			peer.sendData(1, true);
			peer.sendData(1, false, HI);
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			client.expectEof();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.connection().http2().ping())
				.withMessageContaining("expected nothing on stream 1 after END_STREAM but received DATA");
		}
	}

	@Test
	void serverSeesTheEndAndTheReset() throws Exception {
		try (FakeServer server = FakeHttp2Server.upgraded((peer) -> {
			assertThat(peer.expect(Http2Frame.DATA).has(Http2Frame.END_STREAM)).isTrue();
			assertThat(peer.expect(Http2Frame.RST_STREAM).number(0)).isEqualTo(Http2Error.CANCEL.code());
			peer.send(Http2Frame.of(Http2Frame.PING, 0, 0, new byte[8]));
			assertThat(peer.expect(Http2Frame.PING).has(Http2Frame.ACK)).isTrue();
			peer.send(Http2Frame.of(Http2Frame.GOAWAY, 0, 0, HexFormat.of().parseHex("000000010000000b")));
		}); RawWebSocketClient client = FakeHttp2Server.open(server)) {
			client.connection().shutdownOutput();
			client.connection().reset();

			assertThat(client.connection().http2().expectGoAway())
				.isEqualTo(new GoAway(1, Http2Error.ENHANCE_YOUR_CALM));
			client.connection().http2().expectEnd();
		}
	}

	@Test
	void refusalHasItsBody() throws Exception {
		try (FakeServer server = FakeHttp2Server.run(FakeHttp2Server.settings(8, 1), (peer) -> {
			peer.expect(Http2Frame.HEADERS);
			peer.answer(1, 403, true);
			assertThat(peer.expect(Http2Frame.DATA).has(Http2Frame.END_STREAM)).isTrue();
			peer.expect(Http2Frame.HEADERS);
			peer.answer(3, 403, false);
			peer.sendData(3, true, "no".getBytes(StandardCharsets.US_ASCII));
		}); RawConnection connection = FakeHttp2Server.connect(server)) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> connection.upgrade(HttpRequest.upgrade("/")))
				.withMessageContaining("expected a status from 200 to 299")
				.withMessageContaining("403");
			assertThat(connection.exchange(HttpRequest.get("/")).body()).isEqualTo("no");
			assertThat(connection.stream().id()).isEqualTo(3);
			connection.http2().close();
			server.done().get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void onlyHttp2HasStreams() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
		}); RawConnection connection = server.connect()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(connection::http2);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(connection::stream);
		}
	}

}
