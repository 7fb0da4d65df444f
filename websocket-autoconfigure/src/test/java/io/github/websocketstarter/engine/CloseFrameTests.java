package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CloseFrame}.
 */
class CloseFrameTests {

	// CL-2
	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void legalCodeCanBeSentAndReceived(int code) {
		CloseFrame frame = CloseFrame.toSend(code, "why");

		assertThat(CloseFrame.parse(ByteBuffer.wrap(frame.payload()))).isEqualTo(new CloseFrame(code, "why"));
	}

	// RX-30 CL-1 CL-2
	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1004, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535 })
	void illegalCodeCanNeitherBeSentNorReceived(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloseFrame.toSend(code, null))
			.withMessageStartingWith("'status' must have a code of 1000 to 1003, 1007 to 1014 or 3000 to 4999")
			.withMessageEndingWith("its code is " + code);
		assertThat(CloseFrame.parse(ByteBuffer.wrap(new CloseFrame(code, "").payload()))).isNull();
	}

	// ST-4 CL-2
	@Test
	void frameWithoutPayloadHasNoStatus() {
		assertThat(CloseFrame.parse(ByteBuffer.allocate(0))).isEqualTo(new CloseFrame(CloseFrame.NO_STATUS, ""));
		assertThat(CloseFrame.toSend(CloseFrame.NO_STATUS, "").payload()).isEmpty();
		assertThat(CloseFrame.parse(ByteBuffer.wrap(new byte[] { 3, (byte) 0xED }))).as("1005 on the wire").isNull();
	}

	@Test
	void frameWithoutStatusIsAnsweredWith1000() {
		assertThat(new CloseFrame(CloseFrame.NO_STATUS, "").reply()).isEqualTo(new CloseFrame(1000, ""));
		assertThat(new CloseFrame(4001, "why").reply()).isEqualTo(new CloseFrame(4001, ""));
	}

	// CL-1
	@Test
	void reasonIsLimitedInBytes() {
		assertThat(CloseFrame.toSend(1000, "é".repeat(61) + "e").payload()).hasSize(125);
		assertThatIllegalArgumentException().isThrownBy(() -> CloseFrame.toSend(1000, "é".repeat(62)))
			.withMessage("'status' must have a reason of at most 123 bytes in UTF-8 but it has 124");
		assertThatIllegalArgumentException().isThrownBy(() -> CloseFrame.toSend(CloseFrame.NO_STATUS, "why"))
			.withMessage("'status' must not have a reason without a code");
	}

	// RX-31
	@Test
	void reasonThatIsNotUtf8IsRefused() {
		assertThat(CloseFrame.parse(ByteBuffer.wrap(new byte[] { 3, (byte) 0xE8, (byte) 0xC0 }))).isNull();
		assertThat(CloseFrame.parse(ByteBuffer.wrap(new byte[] { 3, (byte) 0xE8, (byte) 0xC3 }))).isNull();
	}

	@Test
	void payloadIsReadFromItsPosition() {
		ByteBuffer buffer = ByteBuffer.wrap("xxxx".getBytes(StandardCharsets.US_ASCII));
		buffer.put(2, (byte) 3).put(3, (byte) 0xE8).position(2);

		assertThat(CloseFrame.parse(buffer)).isEqualTo(new CloseFrame(1000, ""));
	}

}
