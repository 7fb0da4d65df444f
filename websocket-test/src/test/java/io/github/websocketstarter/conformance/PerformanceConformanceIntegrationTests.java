package io.github.websocketstarter.conformance;

import java.util.List;
import java.util.stream.IntStream;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.Message;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cases of groups 9 and 10 of the Autobahn test suite, which are about size and not
 * about speed: the largest sizes run once, the others are cut to what a build can bear.
 */
@ConformanceTest({ "websocket.max-message-size=16MB", "websocket.max-fragments=70000",
		"websocket.outbound.max-bytes=64MB" })
class PerformanceConformanceIntegrationTests {

	private static final int KILO = 1 << 10;

	private static final int MEGA = 1 << 20;

	@Parameter
	private TestServer server;

	// Autobahn 9.1.1 to 9.1.4, 9.2.1 to 9.2.4
	@ParameterizedTest
	@CsvSource({ "TEXT_ONLY, 65536", "ENDPOINT, 262144", "ZERO_COPY, 1048576", "ENDPOINT, 4194304" })
	void longMessagesAreEchoed(EchoTarget target, int length) {
		echo(target, List.of(OutgoingFrame.of(Frame.TEXT, payload(length))));
		if (target != EchoTarget.TEXT_ONLY) {
			echo(target, List.of(OutgoingFrame.of(Frame.BINARY, payload(length))));
		}
	}

	// Autobahn 9.1.6, 9.2.6
	@ParameterizedTest
	@ValueSource(ints = { Frame.TEXT, Frame.BINARY })
	void longestMessageIsEchoed(int opcode) {
		echo(EchoTarget.ZERO_COPY, List.of(OutgoingFrame.of(opcode, payload(16 * MEGA))));
	}

	// Autobahn 9.3.1 to 9.3.9, 9.4.1 to 9.4.9
	@ParameterizedTest
	@CsvSource({ "64, 262144", "64, 4194304", "256, 1048576", "1024, 1048576", "4096, 1048576", "16384, 4194304",
			"65536, 4194304", "262144, 4194304", "1048576, 4194304" })
	void longMessagesInFragmentsAreEchoed(int fragment, int length) {
		int opcode = (fragment % 3 == 1) ? Frame.TEXT : Frame.BINARY;
		echo(EchoTarget.ENDPOINT, OutgoingFrame.fragments(opcode, payload(length), fragment));
	}

	// Autobahn 9.5.1 to 9.5.6, 9.6.1 to 9.6.6
	@ParameterizedTest
	@ValueSource(ints = { 64, 128, 256, 512, 1024, 2048 })
	void longMessagesInChopsAreEchoed(int chop) {
		for (int opcode : List.of(Frame.TEXT, Frame.BINARY)) {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				byte[] payload = payload(MEGA);
				client.connection().write(OutgoingFrame.of(opcode, payload).encode(), chop);
				expect(client, opcode, payload);
			}
		}
	}

	// Autobahn 9.7.1 to 9.7.6, 9.8.1 to 9.8.6
	@ParameterizedTest
	@ValueSource(ints = { 0, 16, 64, 256, 1024, 4096 })
	void thousandMessagesAreEchoedOneByOne(int length) {
		byte[] payload = payload(length);
		try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
			for (int i = 0; i < 1000; i++) {
				int opcode = (i % 2 == 0) ? Frame.TEXT : Frame.BINARY;
				client.send(OutgoingFrame.of(opcode, payload));
				expect(client, opcode, payload);
			}
		}
	}

	// Many messages in one TCP write
	@ParameterizedTest
	@EnumSource
	void thousandMessagesAtOnceAreEchoedInOrder(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			StringBuilder expected = new StringBuilder();
			client.send(IntStream.range(0, 1000).mapToObj((i) -> OutgoingFrame.text(i + " ")).toList());
			StringBuilder received = new StringBuilder();
			for (int i = 0; i < 1000; i++) {
				expected.append(i).append(' ');
				received.append(client.readMessage().text());
			}
			assertThat(received).hasToString(expected.toString());
		}
	}

	// Autobahn 10.1.1
	@Test
	void messageInFragmentsOf1300IsEchoed() {
		echo(EchoTarget.TEXT_ONLY, OutgoingFrame.fragments(Frame.TEXT, payload(64 * KILO), 1300));
	}

	private void echo(EchoTarget target, List<OutgoingFrame> frames) {
		byte[] payload = new byte[frames.stream().mapToInt((frame) -> frame.payload().length).sum()];
		int position = 0;
		for (OutgoingFrame frame : frames) {
			System.arraycopy(frame.payload(), 0, payload, position, frame.payload().length);
			position += frame.payload().length;
		}
		try (RawWebSocketClient client = this.server.open(target)) {
			client.send(frames);
			expect(client, frames.get(0).opcode(), payload);
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
		}
	}

	private static void expect(RawWebSocketClient client, int opcode, byte[] payload) {
		Message message = client.readMessage();
		assertThat(message.opcode()).isEqualTo(opcode);
		assertThat(message.payload()).isEqualTo(payload);
	}

	private static byte[] payload(int length) {
		byte[] payload = new byte[length];
		for (int i = 0; i < length; i++) {
			payload[i] = (byte) ('!' + i % 89);
		}
		return payload;
	}

}
