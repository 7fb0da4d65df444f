package io.github.websocketstarter.conformance;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cases of group 7 of the Autobahn test suite.
 */
@ConformanceTest
class CloseConformanceIntegrationTests {

	private static final OutgoingFrame CLOSE = OutgoingFrame.close(1000, "");

	static final List<List<OutgoingFrame>> AFTER_CLOSE = List.of(List.of(CLOSE, CLOSE),
			List.of(CLOSE, OutgoingFrame.ping("")), List.of(CLOSE, OutgoingFrame.text("late")),
			List.of(CLOSE, OutgoingFrame.of(Frame.CONTINUATION)),
			List.of(OutgoingFrame.text("fragment1").withFin(false), CLOSE,
					OutgoingFrame.of(Frame.CONTINUATION, "fragment2")));

	@Parameter
	private TestServer server;

	// Autobahn 7.1.1
	@ParameterizedTest
	@EnumSource
	void messageBeforeCloseIsEchoed(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			client.send(OutgoingFrame.text("Hello World!"));
			client.expectText("Hello World!");
			client.send(CLOSE);

			client.expectClose(1000);
			client.expectEof();
		}
	}

	// Autobahn 7.1.2 to 7.1.5: what follows the Close frame is ignored
	@ParameterizedTest
	@FieldSource("AFTER_CLOSE")
	void nothingIsHeardAfterClose(List<OutgoingFrame> frames) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.send(frames);

			client.expectClose(1000);
			client.expectEof();
		}
	}

	// Autobahn 7.1.6: what comes of the long message is open, but it ends in good order
	@ParameterizedTest
	@EnumSource
	void closeRightBehindLongMessageIsAnswered(EchoTarget target) {
		String text = "BAsd7&jh23".repeat(26_214);
		try (RawWebSocketClient client = this.server.open(target)) {
			client.send(OutgoingFrame.text(text), OutgoingFrame.text("Hello World!"), CLOSE, OutgoingFrame.ping(""));

			Frame frame = client.readFrame();
			if (frame.opcode() == Frame.TEXT) {
				assertThat(frame.text()).isEqualTo(text);
				frame = client.readFrame();
			}
			if (frame.opcode() == Frame.TEXT) {
				assertThat(frame.text()).isEqualTo("Hello World!");
				frame = client.readFrame();
			}
			assertThat(frame.closeCode()).isEqualTo(1000);
			client.expectEof();
		}
	}

	// Autobahn 7.3.1
	@Test
	void emptyCloseIsAnsweredWith1000() {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.send(OutgoingFrame.of(Frame.CLOSE));

			client.expectClose(1000);
			client.expectEof();
		}
	}

	// Autobahn 7.3.3 to 7.3.5
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 12, 123 })
	void closeWithReasonIsAnsweredWithItsCode(int length) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.send(OutgoingFrame.close(1000, "*".repeat(length)));

			client.expectClose(1000);
			client.expectEof();
		}
	}

	// Autobahn 7.3.2, 7.3.6, 7.5.1; RX-26, RX-29, RX-31
	@ParameterizedTest
	@MethodSource
	void malformedCloseFailsTheConnection(OutgoingFrame close) {
		for (Pace pace : List.of(Pace.TOGETHER, Pace.OCTETS)) {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				pace.send(client, List.of(close));

				client.expectClose(1002);
				client.expectEof();
			}
		}
	}

	static Stream<OutgoingFrame> malformedCloseFailsTheConnection() {
		byte[] invalidReason = HexFormat.of().parseHex("03e8" + Utf8Cases.KOSME + "eda080656469746564");
		byte[] incompleteReason = HexFormat.of().parseHex("03e8c3");
		return Stream.of(OutgoingFrame.of(Frame.CLOSE, "a"), OutgoingFrame.close(1000, "*".repeat(124)),
				OutgoingFrame.close(1000, "*".repeat(200)), OutgoingFrame.of(Frame.CLOSE, invalidReason),
				OutgoingFrame.of(Frame.CLOSE, incompleteReason), CLOSE.withFin(false));
	}

	// Autobahn 7.7.1 to 7.7.13, with the codes registered since
	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void validCodeIsAnsweredWithItself(int code) {
		for (EchoTarget target : EchoTarget.values()) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.sendClose(code);

				client.expectClose(code);
				client.expectEof();
			}
		}
	}

	// Autobahn 7.9.1 to 7.9.9, 7.13.1, 7.13.2; RX-30
	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535 })
	void invalidCodeFailsTheConnection(int code) {
		for (EchoTarget target : EchoTarget.values()) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.sendClose(code);

				client.expectClose(1002);
				client.expectEof();
			}
		}
	}

	// RX-30: the table of the specification, code by code
	@Test
	void exactlyTheCodesOfTheTableAreValid() {
		IntStream.rangeClosed(990, 1030).forEach((code) -> {
			boolean valid = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014;
			try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
				client.send(OutgoingFrame.close(code, "bye"));

				client.expectClose(valid ? code : 1002);
			}
		});
	}

}
