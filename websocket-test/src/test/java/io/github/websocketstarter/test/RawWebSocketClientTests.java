package io.github.websocketstarter.test;

import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RawWebSocketClientTests {

	@Test
	void readsWhatCameTogetherWithTheHandshake() throws Exception {
		try (FakeServer server = sending("81026869", "8200", "8a0170", "880403e86f6b");
				RawWebSocketClient client = server.open()) {
			client.expectText("hi");
			client.expectBinary();
			client.expectPong("p");
			client.expectClose(1000, "ok");
			client.expectEof();
		}
	}

	@Test
	void putsFragmentsTogether() throws Exception {
		try (FakeServer server = sending("010161", "000162", "800163"); RawWebSocketClient client = server.open()) {
			Message message = client.readMessage();

			assertThat(message.text()).isEqualTo("abc");
			assertThat(message.frames()).isEqualTo(3);
		}
	}

	@Test
	void readsLongFrames() throws Exception {
		String payload = "00".repeat(65536);
		try (FakeServer server = sending("827e0080", "00".repeat(128), "827f0000000000010000", payload);
				RawWebSocketClient client = server.open()) {
			client.expectBinary(new byte[128]);
			client.expectBinary(new byte[65536]);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			817e0005 | the length 5 came in a form that is too long
			817f000000000000ffff | the length 65535 came in a form that is too long
			817fffffffffffffffff | the length -1 came in a form that is too long
			c100 | the frame TEXT with RSV 4 of 0 octets has a reserved bit
			818000000000 | the frame TEXT masked of 0 octets is masked
			8300 | the frame OPCODE 3 of 0 octets has a reserved opcode
			8b00 | the frame OPCODE 11 of 0 octets has a reserved opcode
			0900 | the frame PING without FIN of 0 octets is a fragmented control frame
			897e0080 | the frame PING of 0 octets is longer than 125 octets: 128
			8105 | the stream ended (EOF) 2 octets into a frame of 7 or more
			81 | the stream ended (EOF) inside a frame header
			""")
	void serverThatBreaksTheProtocolIsCaught(String sent, String fault) throws Exception {
		try (FakeServer server = sending(sent); RawWebSocketClient client = server.open()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::readFrame)
				.withMessage("expected the server to keep to RFC 6455 but " + fault);
		}
	}

	@Test
	void failedExpectationShowsWhatCameInstead() throws Exception {
		try (FakeServer server = sending("81026869", "880203ea"); RawWebSocketClient client = server.open()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectText("ho"))
				.withMessage("expected the text \"ho\" but received TEXT message in 1 frames of 2 octets \"hi\"");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.expectPong("p"))
				.withMessage("expected PONG of 1 octets 0x70 but received CLOSE 1002 \"\"");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(client::expectReset)
				.withMessage("expected RESET but received EOF");
		}
	}

	@Test
	void waitThatTimesOutInsideFrameLosesNothing() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket, (byte) 0x81, (byte) 2, (byte) 'h');
			socket.getInputStream().readNBytes(OutgoingFrame.ping("").encode().length);
			socket.getOutputStream().write('i');
		}); RawWebSocketClient client = server.open()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.readFrame(Duration.ofMillis(20)))
				.withMessage("expected a frame or the end of the stream but 3 octets came within PT0.02S");

			client.ping("");

			client.expectText("hi");
		}
	}

	@Test
	void resetIsToldFromEof() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket);
			socket.setSoLinger(true, 0);
		}); RawWebSocketClient client = server.open()) {
			client.expectReset();
		}
	}

	@Test
	void resetIsSeenAlsoWhenWriteMeetsItFirst() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket, (byte) 0x88, (byte) 0);
			socket.setSoLinger(true, 0);
		}); RawWebSocketClient client = server.open()) {
			server.done().get(10, TimeUnit.SECONDS);

			client.sendText("into the void");
			client.sendText("into the void");

			client.expectClose(Frame.NO_CLOSE_CODE);
			client.expectReset();
		}
	}

	@Test
	void serverSeesHalfClose() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket);
			byte[] seen = socket.getInputStream().readAllBytes();
			socket.getOutputStream().write(OutgoingFrame.binary(seen).withMaskKey(null).encode());
		}); RawWebSocketClient client = server.open()) {
			client.connection().write(new byte[] { 1, 2, 3 }, 2);
			client.connection().shutdownOutput();

			client.expectBinary((byte) 1, (byte) 2, (byte) 3);
			client.expectEof();
		}
	}

	@Test
	void serverSeesReset() throws Exception {
		try (FakeServer server = new FakeServer((socket) -> {
			FakeServer.upgrade(socket);
			socket.getInputStream().readAllBytes();
		}); RawWebSocketClient client = server.open()) {
			client.connection().reset();

			assertThat(server.done()).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withRootCauseInstanceOf(SocketException.class)
				.withStackTraceContaining("Connection reset");
		}
	}

	private static FakeServer sending(String... hex) throws Exception {
		return FakeServer.upgradingThenSending(HexFormat.of().parseHex(String.join("", hex)));
	}

}
