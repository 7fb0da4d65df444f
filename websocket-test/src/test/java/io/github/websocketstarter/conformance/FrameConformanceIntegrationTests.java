package io.github.websocketstarter.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.websocketstarter.conformance.WireCase.Run;
import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of groups 1 to 5 of the Autobahn test suite. Where the suite has one case for
 * each pace of sending, here each case runs at all paces.
 */
@ConformanceTest
class FrameConformanceIntegrationTests {

	private static final OutgoingFrame HELLO = OutgoingFrame.text("Hello, world!");

	private static final Reply HELLO_REPLY = Reply.text("Hello, world!");

	private static final String OCTETS_125 = "\u00fe".repeat(62) + "*";

	@Parameter
	private TestServer server;

	// Autobahn 1.1.1 to 1.2.8
	@ParameterizedTest
	@MethodSource
	void messagesOfAllLengthsAreEchoed(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> messagesOfAllLengthsAreEchoed() {
		return IntStream.of(0, 125, 126, 127, 128, 65535, 65536).boxed().flatMap((length) -> {
			String text = "*".repeat(length);
			byte[] binary = new byte[length];
			Arrays.fill(binary, (byte) 0xFE);
			Pace[] paces = (length <= 128) ? Pace.values() : new Pace[] { Pace.TOGETHER, Pace.CHOPS_OF_997 };
			return Stream.concat(
					WireCase.of("1.1 text of " + length, OutgoingFrame.text(text))
						.replying(Reply.text(text))
						.runs(paces),
					WireCase.of("1.2 binary of " + length, OutgoingFrame.binary(binary))
						.replying(Reply.binary(binary))
						.runs(paces));
		});
	}

	// Autobahn 2.1 to 2.11; KA-15, RX-26
	@ParameterizedTest
	@MethodSource
	void pingsAreAnsweredAndPongsAreNot(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> pingsAreAnsweredAndPongsAreNot() {
		OutgoingFrame[] ten = IntStream.range(0, 10)
			.mapToObj((i) -> OutgoingFrame.ping("payload-" + i))
			.toArray(OutgoingFrame[]::new);
		Reply[] tenReplies = IntStream.range(0, 10).mapToObj((i) -> Reply.pong("payload-" + i)).toArray(Reply[]::new);
		return allPaces(WireCase.of("2.1", OutgoingFrame.ping("")).replying(Reply.pong("")),
				WireCase.of("2.2", OutgoingFrame.ping("Hello, world!")).replying(Reply.pong("Hello, world!")),
				WireCase.of("2.3", OutgoingFrame.ping("\u0000\u00ff\u00fe")).replying(Reply.pong("\u0000\u00ff\u00fe")),
				WireCase.of("2.4, 2.6", OutgoingFrame.ping(OCTETS_125)).replying(Reply.pong(OCTETS_125)),
				WireCase.of("2.5", OutgoingFrame.ping(OCTETS_125 + "*")).failing(1002),
				WireCase.of("2.7", OutgoingFrame.of(Frame.PONG)),
				WireCase.of("2.8", OutgoingFrame.of(Frame.PONG, "unsolicited")),
				WireCase.of("2.9", OutgoingFrame.of(Frame.PONG, "unsolicited"), OutgoingFrame.ping("ping"))
					.replying(Reply.pong("ping")),
				WireCase.of("2.10, 2.11", ten).replying(tenReplies));
	}

	// Autobahn 3.1 to 3.7; RX-20, RX-21
	@ParameterizedTest
	@MethodSource
	void reservedBitsFailTheConnection(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> reservedBitsFailTheConnection() {
		OutgoingFrame ping = OutgoingFrame.ping("");
		return allPaces(WireCase.of("3.1", HELLO.withRsv(1)).failing(1002),
				WireCase.of("3.2", HELLO, HELLO.withRsv(2), ping).replying(HELLO_REPLY).failing(1002),
				WireCase.of("3.3", HELLO, HELLO.withRsv(3), ping).replying(HELLO_REPLY).failing(1002),
				WireCase.of("3.4", HELLO, HELLO.withRsv(4), ping).replying(HELLO_REPLY).failing(1002),
				WireCase.of("3.5", OutgoingFrame.binary((byte) 0, (byte) 0xFF).withRsv(5)).failing(1002),
				WireCase.of("3.6", OutgoingFrame.ping("ping").withRsv(6)).failing(1002),
				WireCase.of("3.7", OutgoingFrame.close(1000, "").withRsv(7)).failing(1002));
	}

	// Autobahn 4.1.1 to 4.2.5; RX-27
	@ParameterizedTest
	@MethodSource
	void reservedOpcodesFailTheConnection(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> reservedOpcodesFailTheConnection() {
		return IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
			.boxed()
			.flatMap((opcode) -> allPaces(
					WireCase.of("4 empty opcode " + opcode, OutgoingFrame.of(opcode)).failing(1002),
					WireCase.of("4 opcode " + opcode, OutgoingFrame.of(opcode, "payload")).failing(1002),
					WireCase.of("4 late opcode " + opcode, HELLO, OutgoingFrame.of(opcode), OutgoingFrame.ping(""))
						.replying(HELLO_REPLY)
						.failing(1002)));
	}

	// Autobahn 5.1 to 5.18; KA-16, RX-24, RX-25, RX-26
	@ParameterizedTest
	@MethodSource
	void fragmentsAreAssembledAndWrongOnesFailTheConnection(Run run) {
		run.verify(this.server);
	}

	static Stream<Run> fragmentsAreAssembledAndWrongOnesFailTheConnection() {
		OutgoingFrame first = OutgoingFrame.text("fragment1").withFin(false);
		OutgoingFrame last = OutgoingFrame.of(Frame.CONTINUATION, "fragment2");
		OutgoingFrame middle = last.withFin(false);
		Reply whole = Reply.text("fragment1fragment2");
		return allPaces(WireCase.of("5.1", OutgoingFrame.ping("fragment1").withFin(false), last).failing(1002),
				WireCase.of("5.2", OutgoingFrame.of(Frame.PONG, "fragment1").withFin(false), last).failing(1002),
				WireCase.of("5.3 to 5.5", first, last).replying(whole),
				WireCase.of("5.6 to 5.8", first, OutgoingFrame.ping("ping"), last).replying(Reply.pong("ping"), whole),
				WireCase.of("5.9 to 5.11", last, HELLO).failing(1002),
				WireCase.of("5.12 to 5.14", middle, HELLO).failing(1002),
				WireCase.of("5.15", first, last, middle, HELLO).replying(whole).failing(1002),
				WireCase.of("5.16", middle, first, last, middle, first, last).failing(1002),
				WireCase.of("5.17", last, first, last, last, first, last).failing(1002),
				WireCase.of("5.18", first, HELLO).failing(1002),
				WireCase.of("binary in text", first, OutgoingFrame.binary((byte) 1)).failing(1002),
				WireCase.of("unfinished in unfinished", first, first).failing(1002));
	}

	// Autobahn 5.19, 5.20: the PONG comes before the message is complete
	@ParameterizedTest
	@EnumSource
	void pingsBetweenFragmentsAreAnsweredAtOnce(EchoTarget target) {
		try (RawWebSocketClient client = this.server.open(target)) {
			List<OutgoingFrame> fragments = OutgoingFrame.fragments(Frame.TEXT, "12345".getBytes(), 1);

			client.send(fragments.get(0), fragments.get(1), OutgoingFrame.ping("pongme 1!"));
			client.expectPong("pongme 1!");
			client.send(fragments.get(2), fragments.get(3), OutgoingFrame.ping("pongme 2!"));
			client.expectPong("pongme 2!");
			client.send(fragments.get(4));

			client.expectText("12345");
		}
	}

	private static Stream<Run> allPaces(WireCase... cases) {
		return Stream.of(cases).flatMap((wireCase) -> wireCase.runs(Pace.TOGETHER, Pace.FRAMES, Pace.OCTETS));
	}

}
