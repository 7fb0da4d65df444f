package io.github.websocketstarter.test;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutgoingFrameTests {

	private static final byte[] KEY = HexFormat.of().parseHex("37fa213d");

	// The two "Hello" examples of RFC 6455 §5.7
	@Test
	void encodesTheExamplesOfTheRfc() {
		assertThat(hex(OutgoingFrame.text("Hello").withMaskKey(null))).isEqualTo("810548656c6c6f");
		assertThat(hex(OutgoingFrame.text("Hello").withMaskKey(KEY))).isEqualTo("818537fa213d7f9f4d5158");
	}

	@Test
	void encodesEveryBitOfTheHeader() {
		OutgoingFrame frame = OutgoingFrame.of(0xF).withRsv(5).withFin(false).withMaskKey(null);

		assertThat(hex(frame)).isEqualTo("5f00");
	}

	@ParameterizedTest
	@CsvSource({ "MINIMAL, 125, 827d", "MINIMAL, 126, 827e007e", "MINIMAL, 65535, 827effff",
			"MINIMAL, 65536, 827f0000000000010000", "MINIMAL, -1, 827fffffffffffffffff", "BITS_7, 5, 8205",
			"BITS_16, 5, 827e0005", "BITS_64, 5, 827f0000000000000005" })
	void encodesTheDeclaredLengthInTheFormChosen(LengthEncoding encoding, long length, String expected) {
		OutgoingFrame frame = OutgoingFrame.binary().withMaskKey(null).withLength(encoding, length);

		assertThat(hex(frame)).isEqualTo(expected);
	}

	@Test
	void encodesCodeAndReasonOfClose() {
		assertThat(hex(OutgoingFrame.close(65535, "é").withMaskKey(null))).isEqualTo("8804ffffc3a9");
	}

	@Test
	void fragmentsEndWithTheOnlyFin() {
		List<OutgoingFrame> frames = OutgoingFrame.fragments(Frame.BINARY, new byte[] { 1, 2, 3, 4, 5 }, 2);

		assertThat(frames).extracting(OutgoingFrame::opcode).containsExactly(Frame.BINARY, 0, 0);
		assertThat(frames).extracting(OutgoingFrame::fin).containsExactly(false, false, true);
		assertThat(frames).extracting((frame) -> frame.payload().length).containsExactly(2, 2, 1);
	}

	@Test
	void emptyMessageIsOneFragment() {
		assertThat(OutgoingFrame.fragments(Frame.TEXT, new byte[0], 2)).hasSize(1).allMatch(OutgoingFrame::fin);
	}

	@Test
	void valueThatDoesNotFitItsBitsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OutgoingFrame.text("").withRsv(8).encode())
			.withMessage("'rsv' must be from 0 to 7 but is 8");
	}

	private static String hex(OutgoingFrame frame) {
		return HexFormat.of().formatHex(frame.encode());
	}

}
