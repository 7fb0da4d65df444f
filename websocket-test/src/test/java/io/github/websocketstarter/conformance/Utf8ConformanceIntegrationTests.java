package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.github.websocketstarter.conformance.WireCase.Run;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.LengthEncoding;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of group 6 of the Autobahn test suite, and where they leave room, the rule
 * that invalid text fails the connection as soon as it shows.
 */
@ConformanceTest
class Utf8ConformanceIntegrationTests {

	private static final String KOSME = new String(octets(Utf8Cases.KOSME), StandardCharsets.UTF_8);

	@Parameter
	private TestServer server;

	// Autobahn 6.1.1 to 6.2.4; U8-1, U8-3
	@ParameterizedTest
	@MethodSource
	void fragmentedTextIsEchoed(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> fragmentedTextIsEchoed() {
		String text = "Hello-µ@ßöäüàá-UTF-8!!";
		OutgoingFrame empty = OutgoingFrame.text("").withFin(false);
		OutgoingFrame emptyMiddle = OutgoingFrame.of(Frame.CONTINUATION).withFin(false);
		OutgoingFrame emptyLast = OutgoingFrame.of(Frame.CONTINUATION);
		OutgoingFrame middle = OutgoingFrame.of(Frame.CONTINUATION, text).withFin(false);
		return Stream
			.of(WireCase.of("6.1.1", OutgoingFrame.text("")).replying(Reply.text("")),
					WireCase.of("6.1.2", empty, emptyMiddle, emptyLast).replying(Reply.text("")),
					WireCase.of("6.1.3", empty, middle, emptyLast).replying(Reply.text(text)),
					WireCase.of("6.2.1", OutgoingFrame.text(text)).replying(Reply.text(text)),
					WireCase.of("6.2.2", fragments(text, 13)).replying(Reply.text(text)),
					WireCase.of("6.2.3", fragments(text, 1)).replying(Reply.text(text)),
					WireCase.of("6.2.4", fragments(KOSME, 1)).replying(Reply.text(KOSME)))
			.flatMap((wireCase) -> wireCase.runs(Pace.TOGETHER, Pace.FRAMES, Pace.OCTETS));
	}

	// Autobahn 6.3.1, 6.3.2; RX-28
	@ParameterizedTest
	@MethodSource
	void invalidTextFailsTheConnection(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> invalidTextFailsTheConnection() {
		byte[] payload = octets(Utf8Cases.KOSME + "eda080" + "656469746564");
		return Stream
			.of(WireCase.of("6.3.1", OutgoingFrame.of(Frame.TEXT, payload)),
					WireCase.of("6.3.2", OutgoingFrame.fragments(Frame.TEXT, payload, 1)))
			.flatMap((wireCase) -> wireCase.failing(1007).runs(Pace.TOGETHER, Pace.FRAMES, Pace.OCTETS));
	}

	// Autobahn 6.4.1, 6.4.2; U8-2: a later frame, before the message is complete
	@ParameterizedTest
	@CsvSource({ "'', f4908080", "f4, 90", "'', eda080", "ed, a0" })
	void invalidTextInUnfinishedMessageFailsTheConnection(String first, String second) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.send(OutgoingFrame.of(Frame.TEXT, octets(Utf8Cases.KOSME + first)).withFin(false),
					OutgoingFrame.ping("still open"));
			client.expectPong("still open");

			client.send(OutgoingFrame.of(Frame.CONTINUATION, octets(second)).withFin(false));

			client.expectClose(1007);
			client.expectEof();
		}
	}

	// Autobahn 6.4.3, 6.4.4; U8-2: before the frame is complete
	@ParameterizedTest
	@MethodSource
	void invalidTextInUnfinishedFrameFailsTheConnection(String invalid) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			byte[] beginning = OutgoingFrame.of(Frame.TEXT, octets(Utf8Cases.KOSME + invalid))
				.withLength(LengthEncoding.MINIMAL, 1000)
				.encode();

			client.connection().write(beginning, beginning.length - 1);

			client.expectClose(1007);
			client.expectEof();
		}
	}

	static List<String> invalidTextInUnfinishedFrameFailsTheConnection() {
		return Utf8Cases.PROVABLY_INVALID;
	}

	// U8-2, U8-3: what can still become valid is waited for, and fails with the message
	@ParameterizedTest
	@MethodSource
	void incompleteCharacterFailsOnlyAtTheEndOfTheMessage(String incomplete) {
		try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
			client.send(OutgoingFrame.of(Frame.TEXT, octets(incomplete)).withFin(false),
					OutgoingFrame.ping("still open"));
			client.expectPong("still open");

			client.send(OutgoingFrame.of(Frame.CONTINUATION));

			client.expectClose(1007);
			client.expectEof();
		}
	}

	static List<String> incompleteCharacterFailsOnlyAtTheEndOfTheMessage() {
		return Utf8Cases.INCOMPLETE;
	}

	// Autobahn 6.5 to 6.23; U8-1: whole, and split before each octet
	@ParameterizedTest
	@MethodSource("io.github.websocketstarter.conformance.Utf8Cases#valid")
	void validTextIsEchoed(String valid) {
		String text = new String(octets(valid), StandardCharsets.UTF_8);
		for (EchoTarget target : EchoTarget.values()) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.sendText(text);
				client.expectText(text);
				client.send(fragments(text, 1));
				client.expectText(text);
			}
		}
	}

	// Autobahn 6.5 to 6.23; U8-2
	@ParameterizedTest
	@MethodSource("io.github.websocketstarter.conformance.Utf8Cases#invalid")
	void invalidTextIsRefused(String invalid) {
		WireCase.of(invalid, OutgoingFrame.of(Frame.TEXT, octets(invalid)))
			.failing(1007)
			.runs(Pace.TOGETHER, Pace.OCTETS)
			.forEach((run) -> run.verify(this.server));
	}

	// U8-1: the check starts afresh with each message and is not for binary
	@ParameterizedTest
	@EnumSource(names = "TEXT_ONLY", mode = EnumSource.Mode.EXCLUDE)
	void binaryNeedNotBeUtf8(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			client.sendBinary(octets("ff"));
			client.expectBinary(octets("ff"));
			client.sendText(KOSME);
			client.expectText(KOSME);
		}
	}

	// U8-2: eight octets at a time must not hide the ninth
	@Test
	void invalidOctetIsFoundAtEveryPositionOfLongText() {
		for (int position = 0; position < 40; position++) {
			byte[] payload = "a".repeat(40).getBytes(StandardCharsets.UTF_8);
			payload[position] = (byte) 0xFF;
			try (RawWebSocketClient client = this.server.open(EchoTarget.ZERO_COPY)) {
				client.send(OutgoingFrame.of(Frame.TEXT, payload));

				client.expectClose(1007);
				client.expectEof();
			}
		}
	}

	private static List<OutgoingFrame> fragments(String text, int size) {
		return OutgoingFrame.fragments(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8), size);
	}

	private static byte[] octets(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
