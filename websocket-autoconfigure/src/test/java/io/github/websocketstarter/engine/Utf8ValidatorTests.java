package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8Validator}.
 */
class Utf8ValidatorTests {

	// U8-1
	@ParameterizedTest
	@ValueSource(strings = { "", "a", "12345678", "123456789", "Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "\uD7FF", "\uE000",
			"\uFFFF", "\uD83D\uDE00 after eight bytes", "\uDBFF\uDFFF" })
	void validTextIsAcceptedWholeAndByteByByte(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

		assertThat(accepts(bytes, bytes.length + 1)).isTrue();
		assertThat(accepts(bytes, 1)).isTrue();
	}

	// U8-2: the index of the first byte that proves the text invalid
	@ParameterizedTest
	@CsvSource({ "80, 0", "BF, 0", "C0AF, 0", "C1BF, 0", "E080AF, 1", "E09FBF, 1", "F08080AF, 1", "F08FBFBF, 1",
			"F888808080, 0", "FC8480808080, 0", "EDA080, 1", "EDBFBF, 1", "F4908080, 1", "F5808080, 0", "FE, 0",
			"FF, 0", "C3C3, 1", "E28228, 2", "F0288CBC, 1", "4141414141414141FF, 8", "F09F9841, 3" })
	void invalidTextFailsAtTheFirstByteThatProvesIt(String hex, int index) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		Utf8Validator validator = new Utf8Validator();

		for (int i = 0; i < index; i++) {
			assertThat(validator.accept(ByteBuffer.wrap(bytes), i, i + 1)).isTrue();
		}
		assertThat(validator.accept(ByteBuffer.wrap(bytes), index, index + 1)).isFalse();
	}

	// U8-3
	@ParameterizedTest
	@ValueSource(strings = { "C3", "E282", "F09F98", "41E2" })
	void textThatEndsInsideACharacterIsNotValid(String hex) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		Utf8Validator validator = new Utf8Validator();

		assertThat(validator.accept(ByteBuffer.wrap(bytes), 0, bytes.length)).isTrue();
		assertThat(validator.end()).isFalse();
		assertThat(validator.end()).isTrue();
	}

	@Test
	void randomBytesAreJudgedAsTheJdkDoes() {
		Random random = new Random(42);
		byte[] letters = "é€😀a".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(12)];
			random.nextBytes(bytes);
			for (int j = 0; j < bytes.length; j++) {
				bytes[j] = random.nextBoolean() ? bytes[j] : letters[random.nextInt(letters.length)];
			}
			int piece = 1 + random.nextInt(12);

			assertThat(accepts(bytes, piece)).as(HexFormat.of().formatHex(bytes)).isEqualTo(jdkAccepts(bytes));
		}
	}

	private static boolean accepts(byte[] bytes, int piece) {
		Utf8Validator validator = new Utf8Validator();
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		for (int from = 0; from < bytes.length; from += piece) {
			if (!validator.accept(buffer, from, Math.min(from + piece, bytes.length))) {
				return false;
			}
		}
		return validator.end();
	}

	private static boolean jdkAccepts(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
