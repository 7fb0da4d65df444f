package io.github.websocketstarter.engine;

import java.util.concurrent.TimeUnit;

import io.github.websocketstarter.cancellation.DisconnectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateMeter}.
 */
class RateMeterTests {

	private final FrameReader header = new FrameReader(1 << 20, 0, 1024, false);

	@Test
	void nothingCountsWithoutLimits() {
		RateMeter meter = new RateMeter(RateLimit.NONE);

		assertThat(RateLimit.NONE.isLimited()).isFalse();
		assertThat(meter.countsBytes()).isFalse();
		assertThat(meter.counts(read(Opcode.PING, true, 0))).isFalse();
		assertThat(meter.counts(read(Opcode.TEXT, true, 0))).isFalse();
		assertThat(meter.frame(this.header, 0)).isNull();
		assertThat(meter.bytes(1 << 30, 0)).isNull();
		assertThat(meter.hasCounted()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "PING, true, 0", "PONG, true, 125", "TEXT, false, 63", "BINARY, false, 0" })
	void controlFramesAndTinyFragmentsAreSmall(String opcode, boolean fin, int length) {
		RateMeter meter = new RateMeter(new RateLimit(0, 0, 1));

		FrameReader frame = read(opcode(opcode), fin, length);

		assertThat(meter.counts(frame)).isTrue();
		assertThat(meter.frame(frame, 0)).isNull();
		assertThat(meter.frame(frame, 0)).isEqualTo(new Violation(1008,
				"more control frames and small fragments than 'rate-limit.small-frames' (1) came within a second"));
	}

	@ParameterizedTest
	@CsvSource({ "TEXT, true, 0", "BINARY, true, 10", "TEXT, false, 64", "BINARY, false, 1000" })
	void wholeMessagesAndOtherFragmentsAreNotSmall(String opcode, boolean fin, int length) {
		assertThat(new RateMeter(new RateLimit(0, 0, 1)).counts(read(opcode(opcode), fin, length))).isFalse();
	}

	@Test
	void lastFragmentOfAMessageIsSmallToo() {
		RateMeter meter = new RateMeter(new RateLimit(0, 0, 1));
		read(Opcode.TEXT, false, 100);

		assertThat(meter.counts(read(Opcode.CONTINUATION, true, 1))).isTrue();
	}

	@Test
	void messageCountsOnceWithItsFirstFrame() {
		RateMeter meter = new RateMeter(new RateLimit(2, 0, 0));

		assertThat(meter.frame(read(Opcode.TEXT, false, 100), 0)).isNull();
		for (int i = 0; i < 5; i++) {
			assertThat(meter.counts(read(Opcode.PING, true, 0))).isFalse();
			assertThat(meter.counts(read(Opcode.CONTINUATION, i == 4, 100))).isFalse();
		}
		assertThat(meter.frame(read(Opcode.BINARY, true, 0), 0)).isNull();
		assertThat(meter.frame(read(Opcode.BINARY, true, 0), 0))
			.isEqualTo(new Violation(1008, "more messages than 'rate-limit.messages' (2) came within a second"));
	}

	@Test
	void bytesCountAsTheyArrive() {
		RateMeter meter = new RateMeter(new RateLimit(0, 1000, 0));

		assertThat(meter.bytes(600, 0)).isNull();
		assertThat(meter.bytes(600, TimeUnit.MILLISECONDS.toNanos(199))).isNotNull();
		assertThat(meter.bytes(600, TimeUnit.MILLISECONDS.toNanos(200))).isNull();
	}

	@Test
	void violationOfALimitHasAReasonOfItsOwn() {
		Violation violation = new RateMeter(new RateLimit(0, 1, 0)).bytes(2, 0);

		assertThat(violation).isNotNull();
		assertThat(violation.reason()).isEqualTo(DisconnectReason.LIMIT_EXCEEDED);
		assertThat(new Violation(Violation.TOO_BIG, "").reason()).isEqualTo(DisconnectReason.TOO_BIG);
		assertThat(new Violation(Violation.BAD_DATA, "").reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
	}

	@Test
	void whatComesAfterAPauseHasComeDuringIt() {
		RateMeter meter = new RateMeter(new RateLimit(10, 0, 0));
		FrameReader message = read(Opcode.TEXT, true, 1);
		for (int i = 0; i < 10; i++) {
			assertThat(meter.frame(message, 0)).isNull();
		}

		meter.paused(TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(3));

		for (int i = 0; i < 30; i++) {
			assertThat(meter.frame(message, TimeUnit.SECONDS.toNanos(3))).isNull();
		}
		assertThat(meter.frame(message, TimeUnit.SECONDS.toNanos(3))).isNotNull();
	}

	private static int opcode(String name) {
		return switch (name) {
			case "PING" -> Opcode.PING;
			case "PONG" -> Opcode.PONG;
			case "TEXT" -> Opcode.TEXT;
			default -> Opcode.BINARY;
		};
	}

	// Up to 65535 bytes
	private FrameReader read(int opcode, boolean fin, int length) {
		this.header.read((byte) ((fin ? 0x80 : 0) | opcode), false);
		if (length < 126) {
			this.header.read((byte) (0x80 | length), false);
		}
		else {
			this.header.read((byte) (0x80 | 126), false);
			this.header.read((byte) (length >> 8), false);
			this.header.read((byte) length, false);
		}
		for (int i = 0; i < 3; i++) {
			assertThat(this.header.read((byte) i, false)).isFalse();
		}
		assertThat(this.header.read((byte) 3, false)).isTrue();
		assertThat(this.header.violation()).isNull();
		return this.header;
	}

}
