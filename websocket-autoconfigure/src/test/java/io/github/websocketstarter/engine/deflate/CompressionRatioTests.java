package io.github.websocketstarter.engine.deflate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how small messages become, compared to zlib at the same level.
 */
class CompressionRatioTests {

	private static final String[] WORDS = ("the of and to in is you that it he was for on are with as his they be at "
			+ "one have this from or had by hot but some what there we can out other were all your when up use word "
			+ "how said an each she which do their time if will way about many then them would write like so these "
			+ "her long make thing see him two has look more day could go come did my sound no most number who over")
		.split(" ");

	private final Random random = new Random(7692);

	@ParameterizedTest
	@CsvSource({ "1, true, 1.02", "6, true, 1.05", "9, true, 1.05", "1, false, 1.02", "6, false, 1.02",
			"9, false, 1.02" })
	void messagesAreAboutAsSmallAsThoseOfZlib(int level, boolean takeover, double most) {
		List<byte[]> templates = messages(32, (i) -> DeflateFixture.json(this.random, 1000));

		assertRatio("records", messages(500, (i) -> DeflateFixture.json(this.random, 1000)), level, takeover, most);
		assertRatio("chat", messages(1000, (i) -> chat()), level, takeover, most);
		assertRatio("templates", messages(500, (i) -> numbered(templates.get(i % 32), i)), level, takeover, most);
		assertRatio("large", messages(5, (i) -> DeflateFixture.json(this.random, 200_000)), level, takeover, most);
		assertRatio("zeros", messages(5, (i) -> new byte[100_000]), level, takeover, 1.1);
		assertRatio("noise", messages(5, (i) -> DeflateFixture.noise(this.random, 100_000)), level, takeover, 1.001);
	}

	private static List<byte[]> messages(int count, IntFunction<byte[]> message) {
		return IntStream.range(0, count).mapToObj(message).toList();
	}

	private byte[] chat() {
		StringBuilder text = new StringBuilder("{\"type\":\"message\",\"from\":\"User ")
			.append(this.random.nextInt(1000))
			.append("\",\"text\":\"");
		for (int words = 3 + this.random.nextInt(25); words > 0; words--) {
			text.append(WORDS[this.random.nextInt(1 + this.random.nextInt(WORDS.length))]).append(' ');
		}
		return text.append("\"}").toString().getBytes();
	}

	private static byte[] numbered(byte[] template, int number) {
		byte[] message = template.clone();
		System.arraycopy(String.format("%016x", number).getBytes(), 0, message, 8, 16);
		return message;
	}

	private static void assertRatio(String what, List<byte[]> messages, int level, boolean takeover, double most) {
		MessageDeflater deflater = new MessageDeflater(new DeflatePool(1), level, takeover, 15);
		StrictInflate[] inflate = { new StrictInflate(15) };
		Deflater zlib = new Deflater(level, true);
		List<Integer> own = new ArrayList<>();
		List<Integer> others = new ArrayList<>();
		byte[] chunk = new byte[300_000];
		for (byte[] message : messages) {
			byte[] payload = DeflateFixture.deflate(deflater, message, true);
			own.add(payload.length);
			inflate[0] = takeover ? inflate[0] : new StrictInflate(15);
			assertThat(inflate[0].message(payload)).isEqualTo(message);
			zlib.setInput(message);
			others.add(zlib.deflate(chunk, 0, chunk.length, takeover ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH) - 4);
		}
		zlib.end();
		assertThat(own.stream().mapToInt(Integer::intValue).average().orElseThrow()).as(what)
			.isLessThanOrEqualTo(most * others.stream().mapToInt(Integer::intValue).average().orElseThrow());
	}

}
