package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Masking}.
 */
class MaskingTests {

	private static final int KEY = 0x01A2F3C4;

	@Test
	void everyLengthAndOffsetIsMaskedAsTheRfcSays() {
		for (int length = 0; length < 40; length++) {
			for (int offset = 0; offset < 9; offset++) {
				byte[] plain = random(length + 5);
				byte[] masked = plain.clone();

				Masking.apply(ByteBuffer.wrap(masked), 3, 3 + length, KEY, offset);

				for (int i = 0; i < plain.length; i++) {
					int key = (i < 3 || i >= 3 + length) ? 0 : KEY >>> (24 - ((i - 3 + offset) % 4) * 8);
					assertThat(masked[i]).isEqualTo((byte) (plain[i] ^ key));
				}
			}
		}
	}

	@Test
	void offsetBeyondAnIntegerCounts() {
		byte[] bytes = new byte[4];

		Masking.apply(ByteBuffer.wrap(bytes), 0, 4, KEY, (1L << 33) + 1);

		assertThat(bytes).containsExactly(0xA2, 0xF3, 0xC4, 0x01);
	}

	@Test
	void keyOfZeroChangesNothing() {
		byte[] bytes = random(20);
		byte[] masked = bytes.clone();

		Masking.apply(ByteBuffer.wrap(masked), 0, 20, 0, 0);

		assertThat(masked).isEqualTo(bytes);
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
