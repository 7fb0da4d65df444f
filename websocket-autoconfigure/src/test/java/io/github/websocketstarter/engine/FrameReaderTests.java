package io.github.websocketstarter.engine;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameReader}.
 */
class FrameReaderTests {

	private static final String KEY = "01020304";

	private final FrameReader reader = new FrameReader(1 << 20, 0, 4, false);

	@ParameterizedTest
	@CsvSource({ "8180, 1, 0", "82FD, 2, 125", "82FE007E, 2, 126", "82FEFFFF, 2, 65535",
			"82FF0000000000010000, 2, 65536", "8880, 8, 0", "89FD, 9, 125", "8A80, 10, 0" })
	void headerIsRead(String hex, int opcode, long length) {
		assertThat(read(hex + KEY)).isTrue();
		assertThat(this.reader.violation()).isNull();
		assertThat(this.reader.opcode()).isEqualTo(opcode);
		assertThat(this.reader.fin()).isTrue();
		assertThat(this.reader.length()).isEqualTo(length);
		assertThat(this.reader.mask()).isEqualTo(0x01020304);
	}

	// RX-20 to RX-29: the last byte is the one that proves the violation
	@ParameterizedTest
	@CsvSource({ "A1, reserved bit", "91, reserved bit", "C1, reserved bit", "C9, reserved bit", "83, opcode",
			"87, opcode", "8B, opcode", "8F, opcode", "09, fragmented", "80, no message", "00, no message",
			"8101, not masked", "89FE, 125", "8881, half", "82FE007D, shortest", "82FF000000000000FFFF, shortest",
			"82FF8000000000000000, highest bit" })
	void violationIsFoundAtTheFirstByteThatProvesIt(String hex, String detail) {
		assertThat(read(hex.substring(0, hex.length() - 2))).isFalse();
		assertThat(read(hex.substring(hex.length() - 2))).isTrue();
		assertThat(this.reader.violation()).isNotNull();
		assertThat(this.reader.violation().code()).isEqualTo(1002);
		assertThat(this.reader.violation().detail()).contains(detail);
	}

	// RX-25 KA-16
	@Test
	void messageInsideAMessageIsRefusedAndAControlFrameIsNot() {
		read("0180" + KEY);
		read("8980" + KEY);
		assertThat(this.reader.violation()).isNull();

		assertThat(read("81")).isTrue();
		assertThat(this.reader.violation().detail()).contains("begins inside");
	}

	@Test
	void continuationBelongsToItsMessage() {
		read("0181" + KEY);
		assertThat(this.reader.starting()).isTrue();
		read("0081" + KEY);
		assertThat(this.reader.starting()).isFalse();
		read("8081" + KEY);
		assertThat(this.reader.fin()).isTrue();
		read("8281" + KEY);

		assertThat(this.reader.starting()).isTrue();
		assertThat(this.reader.violation()).isNull();
	}

	@Test
	void messageBeyondItsLimitIsRefusedWithItsHeader() {
		read("82FF0000000000100000" + KEY);
		assertThat(this.reader.violation()).isNull();
		read("82FF0000000000100001" + KEY);

		assertThat(this.reader.violation().code()).isEqualTo(1009);
		assertThat(this.reader.violation().detail()).contains("max-message-size");
	}

	@Test
	void fragmentsCountTogether() {
		read("02FF00000000000FFFFF" + KEY);
		read("0081" + KEY);
		assertThat(this.reader.violation()).isNull();
		read("0081" + KEY);

		assertThat(this.reader.violation().code()).isEqualTo(1009);
	}

	@Test
	void tooManyFragmentsAreRefused() {
		for (String first : new String[] { "02", "00", "00", "80" }) {
			read(first + "80" + KEY);
			assertThat(this.reader.violation()).isNull();
		}
		for (String first : new String[] { "02", "00", "00", "00", "00" }) {
			read(first + "80" + KEY);
		}

		assertThat(this.reader.violation().code()).isEqualTo(1009);
		assertThat(this.reader.violation().detail()).contains("max-fragments");
	}

	@Test
	void streamedMessageHasNoLimitButItsFrames() {
		FrameReader streamed = new FrameReader(10, 20, 2, false);
		for (String hex : new String[] { "0294", "0094", "0094", "0094", "8094" }) {
			read(streamed, hex + KEY, true);
			assertThat(streamed.violation()).isNull();
		}
		read(streamed, "8295" + KEY, true);

		assertThat(streamed.violation().detail()).contains("max-frame-size");
	}

	// PD-25 RX-33: RSV1 belongs on the first frame of a message and nowhere else
	@Test
	void compressedMessageIsMarkedOnItsFirstFrameOnly() {
		FrameReader compressing = new FrameReader(10, 0, 4, true);
		read(compressing, "4181" + KEY, false);
		assertThat(compressing.compressed()).isTrue();
		read(compressing, "8981" + KEY, false);
		assertThat(compressing.compressed()).isTrue();
		assertThat(compressing.violation()).isNull();

		read(compressing, "C0", false);

		assertThat(compressing.violation().code()).isEqualTo(1002);
	}

	@Test
	void compressedControlFrameIsRefused() {
		FrameReader compressing = new FrameReader(10, 0, 4, true);

		assertThat(read(compressing, "C9", false)).isTrue();
		assertThat(compressing.violation().code()).isEqualTo(1002);
	}

	@Test
	void compressedMessageMayTakeMoreBytesThanItsContent() {
		FrameReader compressing = new FrameReader(10, 0, 4, true);
		read(compressing, "C1FE4014" + KEY, false);
		assertThat(compressing.violation()).isNull();

		read(compressing, "C1FE4015" + KEY, false);

		assertThat(compressing.violation().code()).isEqualTo(1009);
	}

	@Test
	void sumOfLengthsDoesNotOverflow() {
		FrameReader large = new FrameReader(Integer.MAX_VALUE, 0, 1000, false);
		read(large, "027F".replace("7F", "FF") + "7FFFFFFFFFFFFFFF" + KEY, false);

		assertThat(large.violation().code()).isEqualTo(1009);
	}

	private boolean read(String hex) {
		return read(this.reader, hex, false);
	}

	private static boolean read(FrameReader reader, String hex, boolean streamed) {
		boolean complete = false;
		for (byte b : HexFormat.of().parseHex(hex)) {
			complete = reader.read(b, streamed);
		}
		return complete;
	}

}
