package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.DataFormatException;

import io.github.websocketstarter.engine.deflate.DeflateFixture.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MessageDeflater}.
 */
class MessageDeflaterTests {

	private static final String HELLO = "F2 48 CD C9 C9 07 00";

	private static final String HELLO_AGAIN = "F2 00 11 00 00";

	private static final String HELLO_ONCE_MORE = "02 13 00 00";

	private final Random random = new Random(7692);

	private final DeflatePool pool = new DeflatePool(1);

	// PD-21, PD-31
	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 14, 15 })
	void messageRefersToThoseBeforeIt(int bits) {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, true, bits);

		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO);
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO_AGAIN);
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO_ONCE_MORE);
	}

	// PD-13, PD-21, PD-31
	@ParameterizedTest
	@ValueSource(ints = { 9, 14, 15 })
	void messageRefersToNothingBeforeIt(int bits) {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, bits);

		for (int i = 0; i < 3; i++) {
			assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO);
		}
	}

	// PD-20
	@Test
	void fragmentsKeepTheirTailButTheLast() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 15);

		assertThat(deflate(deflater, "Hello", false)).isEqualTo(HELLO + " 00 00 FF FF");
		assertThat(deflate(deflater, "Hello", false)).isEqualTo(HELLO_AGAIN + " 00 00 FF FF");
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO_ONCE_MORE);
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO);
	}

	// PD-22
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void emptyFragmentIsAnEmptyBlock(boolean takeover) {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, takeover, 15);

		assertThat(deflate(deflater, "", true)).isEqualTo("00");
		assertThat(this.pool.histories().idle()).isZero();
		assertThat(deflate(deflater, "Hello", false)).startsWith(HELLO);
		assertThat(deflate(deflater, "", false)).isEqualTo("00 00 00 FF FF");
		assertThat(deflate(deflater, "", true)).isEqualTo("00");
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(takeover ? HELLO_AGAIN : HELLO);
		assertThat(deflate(deflater, "", true)).isEqualTo("00");
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(takeover ? HELLO_ONCE_MORE : HELLO);
	}

	// PD-13
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9 })
	void oneHistoryServesManyMessagesWithoutHistory(int level) throws DataFormatException {
		DeflatePool shared = new DeflatePool(1);
		for (int i = 0; i < 30; i++) {
			MessageDeflater deflater = new MessageDeflater(shared, level, false, 15);
			int size = 1 + this.random.nextInt(70_000);
			byte[] content = switch (i % 3) {
				case 0 -> DeflateFixture.json(this.random, size);
				case 1 -> DeflateFixture.echoes(this.random, size);
				default -> DeflateFixture.noise(this.random, size);
			};

			byte[] payload = DeflateFixture.deflate(deflater, content, true);

			assertThat(DeflateFixture.freshInflate(payload)).isEqualTo(content);
			assertThat(new StrictInflate(15).message(payload)).isEqualTo(content);
			assertThat(shared.histories().idle()).isOne();
		}
	}

	// PD-21: no bit and no match is carried over from the message before
	@Test
	void messageWithoutTakeoverIsTheSameWhateverWasBefore() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 15);
		for (int size = 1; size < 60_000; size = size * 3 / 2 + 1) {
			byte[] content = DeflateFixture.json(this.random, size);
			MessageDeflater fresh = new MessageDeflater(new DeflatePool(1), 6, false, 15);

			assertThat(DeflateFixture.deflate(deflater, content, true))
				.isEqualTo(DeflateFixture.deflate(fresh, content, true));
		}
	}

	// PD-10, PD-31
	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 11, 12, 13, 14, 15 })
	void windowIsHonoured(int bits) throws DataFormatException {
		for (boolean takeover : new boolean[] { true, false }) {
			MessageDeflater deflater = new MessageDeflater(this.pool, 6, takeover, bits);
			StrictInflate lasting = new StrictInflate(bits);
			for (int size : new int[] { 1, (1 << bits) - 1, 1 << bits, (1 << bits) + 1, 100_000, 333, 70_000 }) {
				byte[] content = DeflateFixture.echoes(this.random, size);

				byte[] payload = DeflateFixture.deflate(deflater, content, true);

				if (!takeover) {
					assertThat(DeflateFixture.freshInflate(payload)).isEqualTo(content);
				}
				assertThat(lasting.message(payload)).isEqualTo(content);
			}
			assertThat(lasting.farthest()).isGreaterThan(1 << (bits - 1)).isLessThanOrEqualTo(1 << bits);
		}
	}

	// PD-20, PD-31
	@ParameterizedTest
	@ValueSource(ints = { 9, 12, 15 })
	void windowIsHonouredOverFragments(int bits) {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, bits);
		byte[] content = DeflateFixture.echoes(this.random, 50_000);
		Output out = new Output(1, true);
		ByteBuffer rest = DeflateFixture.buffer(content, true);

		while (rest.hasRemaining()) {
			ByteBuffer fragment = rest.slice().limit(Math.min(rest.remaining(), this.random.nextInt(1500)));
			deflater.deflate(fragment, false, out);
			rest.position(rest.position() + fragment.position());
		}
		deflater.deflate(ByteBuffer.allocate(0), true, out);

		assertThat(new StrictInflate(bits).message(out.bytes())).isEqualTo(content);
	}

	// PD-31: what the test of the window is worth
	@Test
	void ordinaryStreamOfZlibDoesNotHonourASmallWindow() {
		byte[] content = DeflateFixture.echoes(this.random, 20_000);
		byte[] payload = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), content, true);

		assertThat(new StrictInflate(15).message(payload)).isEqualTo(content);
		assertThatIllegalStateException().isThrownBy(() -> new StrictInflate(12).message(payload))
			.withMessageContaining("a match reaches back");
		assertThatIllegalStateException()
			.isThrownBy(() -> new StrictInflate(15).message(DeflateFixture.hex(HELLO_AGAIN)))
			.withMessageContaining("before the beginning");
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "1, false", "2, true", "3, false", "7, true", "1000, false", "100000, true" })
	void outputMayGrowBySmallSteps(int growth, boolean direct) {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, true, 15);
		StrictInflate inflate = new StrictInflate(15);
		for (int i = 0; i < 60; i++) {
			int size = 1 + this.random.nextInt((i % 10 == 0) ? 200_000 : 5000);
			byte[] content = (i % 2 == 0) ? DeflateFixture.noise(this.random, size)
					: DeflateFixture.json(this.random, size);
			Output out = new Output(growth, direct);

			deflater.deflate(DeflateFixture.buffer(content, !direct), true, out);

			assertThat(inflate.message(out.bytes())).isEqualTo(content);
		}
	}

	// design 4: what is held is what was sent
	@ParameterizedTest
	@CsvSource({ "9, 4608", "12, 8192", "15, 49152" })
	void historyGrowsWithWhatIsSentUpToItsSize(int bits, int largest) {
		History history = new History(bits);
		Encoder encoder = new Encoder();
		encoder.encode(ByteBuffer.allocate(1000), true, history, 1 << bits, Effort.ofLevel(6), new Output(1, false));
		assertThat(history.bytes()).hasSize((bits == 9) ? largest : 1024);

		for (int size = 1; size < 200_000; size *= 3) {
			encoder.encode(ByteBuffer.allocate(size), true, history, 1 << bits, Effort.ofLevel(6),
					new Output(1, false));
		}

		assertThat(history.bytes()).hasSize(largest);
	}

	@Test
	void payloadIsReadWithinItsBounds() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 15);
		ByteBuffer payload = ByteBuffer.wrap("<<Hello>>".getBytes(StandardCharsets.US_ASCII))
			.position(2)
			.limit(7)
			.asReadOnlyBuffer();
		Output out = new Output(1, false);

		deflater.deflate(payload, true, out);

		assertThat(DeflateFixture.hex(out.bytes())).isEqualTo(HELLO);
		assertThat(payload.position()).isEqualTo(7);
		assertThat(payload.limit()).isEqualTo(7);
	}

	@Test
	void failureOfTheOutputLeavesNothingBehind() {
		for (boolean takeover : new boolean[] { true, false }) {
			MessageDeflater deflater = new MessageDeflater(this.pool, 6, takeover, 15);
			byte[] content = DeflateFixture.noise(this.random, 100_000);
			ByteBuffer payload = ByteBuffer.wrap(content);
			deflate(deflater, "Hello", false);

			assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(payload, true, new FailingOutput()));

			assertThat(payload.limit()).isEqualTo(content.length);
			assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO);
			deflater.close();
			assertThat(this.pool.histories().idle()).isEqualTo(takeover ? 0 : 1);
		}
	}

	@Test
	void closedInTheMiddleOfAMessageItLeavesNothingBehind() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 10);
		deflate(deflater, "Hello", false);
		deflater.close();
		deflater.close();

		assertThat(this.pool.histories().idle()).isOne();
		assertThat(deflate(deflater, "Hello", true)).isEqualTo(HELLO);
	}

	private static String deflate(MessageDeflater deflater, String text, boolean last) {
		return DeflateFixture.hex(DeflateFixture.deflate(deflater, text.getBytes(StandardCharsets.US_ASCII), last));
	}

	private static final class FailingOutput implements DeflateOutput {

		private final Output out = new Output(1, false);

		private int calls;

		@Override
		public ByteBuffer room(int least) {
			if (++this.calls == 3) {
				throw new IllegalStateException("no memory");
			}
			return this.out.room(least);
		}

		@Override
		public void written(int bytes) {
			this.out.written(bytes);
		}

	}

}
