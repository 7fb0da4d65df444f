package io.github.websocketstarter.engine.deflate;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.github.websocketstarter.engine.deflate.DeflateFixture.Inflated;
import io.github.websocketstarter.engine.deflate.MessageInflater.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageInflater}.
 */
class MessageInflaterTests {

	private static final String HELLO = "F2 48 CD C9 C9 07 00";

	private static final String HELLO_AGAIN = "F2 00 11 00 00";

	private final Random random = new Random(7692);

	private final DeflatePool pool = new DeflatePool(1);

	// PD-27, RFC 7692 §7.2.3, and what peers send that stop at the end of a fragment
	@ParameterizedTest
	@CsvSource({ "F2 48 CD C9 C9 07 00", "00 05 00 FA FF 48 65 6C 6C 6F 00", "F3 48 CD C9 C9 07 00 00",
			"F2 48 05 00 00 00 FF FF CA C9 C9 07 00", "F3 48 CD C9 C9 07 00", "F2 48 CD C9 C9 07 00 00 00 FF FF",
			"F2 48 CD C9 C9 07 00 00 00 FF FF 00", "F2 48 CD C9 C9 07 00 00 00 FF FF 00 00 00 FF FF",
			"01 05 00 FA FF 48 65 6C 6C 6F", "01 05 00 FA FF 48 65 6C 6C 6F 00",
			"00 05 00 FA FF 48 65 6C 6C 6F 01 00 00 FF FF", "03 00 03 00 F3 48 CD C9 C9 07 00 03 00 02 00" })
	void messageIsReadHoweverItIsCut(String payload) {
		byte[] bytes = DeflateFixture.hex(payload);
		for (boolean takeover : new boolean[] { true, false }) {
			for (int piece = 1; piece <= bytes.length; piece++) {
				for (int room = 1; room < 8; room++) {
					MessageInflater inflater = new MessageInflater(this.pool, takeover, 15);
					ByteBuffer out = ByteBuffer.allocateDirect(room);

					assertHello(inflater, bytes, piece, out);
					assertHello(inflater, DeflateFixture.hex(HELLO), piece, out);

					inflater.close();
				}
			}
		}
		assertThat(this.pool.decoders().idle()).isOne();
	}

	private static void assertHello(MessageInflater inflater, byte[] payload, int piece, ByteBuffer out) {
		StringBuilder text = new StringBuilder();
		int to = 0;
		while (to < payload.length) {
			int from = to;
			to = Math.min(payload.length, from + piece);
			Inflated inflated = DeflateFixture.inflate(inflater, ByteBuffer.wrap(payload, from, to - from), false, out,
					5);
			assertThat(inflated.result()).isEqualTo(Result.NEEDS_INPUT);
			text.append(inflated.text());
			Inflated nothing = DeflateFixture.inflate(inflater, ByteBuffer.allocate(0), false, out, 5);
			assertThat(nothing.result()).isEqualTo(Result.NEEDS_INPUT);
			assertThat(nothing.content()).isEmpty();
		}
		Inflated end = DeflateFixture.inflate(inflater, ByteBuffer.allocate(0), true, out, 5);
		assertThat(end.result()).isEqualTo(Result.COMPLETE);
		assertThat(text.append(end.text())).hasToString("Hello");
	}

	// PD-27: three bytes that say "a, and the same 258 times more"
	@Test
	void contentIsNotHeldBackUntilMoreArrives() {
		MessageInflater inflater = new MessageInflater(this.pool, false, 15);
		ByteBuffer room = ByteBuffer.allocate(10);

		Inflated inflated = DeflateFixture.inflate(inflater, ByteBuffer.wrap(DeflateFixture.hex("4A 1C 05")), false,
				room, 259);
		assertThat(inflated.result()).isEqualTo(Result.NEEDS_INPUT);
		assertThat(inflated.text()).isEqualTo("a".repeat(259));

		Inflated end = DeflateFixture.inflate(inflater, ByteBuffer.wrap(DeflateFixture.hex("00 00")), true, room, 259);
		assertThat(end.result()).isEqualTo(Result.COMPLETE);
		assertThat(end.content()).isEmpty();
	}

	// PD-12, PD-21
	@Test
	void messageRefersToThoseBeforeIt() {
		MessageInflater inflater = new MessageInflater(this.pool, true, 15);

		assertThat(inflate(inflater, HELLO).text()).isEqualTo("Hello");
		assertThat(inflate(inflater, HELLO_AGAIN).text()).isEqualTo("Hello");
		assertThat(inflate(inflater, "02 13 00 00").text()).isEqualTo("Hello");
	}

	// PD-12
	@Test
	void messageMustNotReferToThoseBeforeItWithoutTakeover() {
		MessageInflater inflater = new MessageInflater(this.pool, false, 15);
		inflate(inflater, HELLO);

		assertThat(inflate(inflater, HELLO_AGAIN).result()).isEqualTo(Result.CORRUPT);
	}

	// PD-22
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void emptyMessageIsOneByteOrNone(boolean takeover) {
		MessageInflater inflater = new MessageInflater(this.pool, takeover, 15);

		for (String payload : new String[] { "", "00", "", "00 00 00 FF FF", "" }) {
			assertThat(inflate(inflater, payload).result()).isEqualTo(Result.COMPLETE);
			assertThat(inflate(inflater, payload).content()).isEmpty();
			assertThat(inflate(inflater, HELLO).text()).isEqualTo("Hello");
		}
		assertThat(inflate(inflater, "").result()).isEqualTo(Result.COMPLETE);
		assertThat(inflate(inflater, takeover ? HELLO_AGAIN : HELLO).text()).isEqualTo("Hello");
	}

	// PD-27: a block with BFINAL ends what can be referred to
	@Test
	void streamThatFollowsAnotherRefersToNothingBeforeIt() {
		MessageInflater inflater = new MessageInflater(this.pool, true, 15);

		assertThat(inflate(inflater, "F3 48 CD C9 C9 07 00").result()).isEqualTo(Result.COMPLETE);
		assertThat(inflate(inflater, HELLO_AGAIN).result()).isEqualTo(Result.CORRUPT);
	}

	// PD-28
	@ParameterizedTest
	@ValueSource(strings = { "07", "FF", "00 05 00 00 00", "F2 48 CD C9 C9 07", "F2 48 CD C9 C9", "F2",
			"00 05 00 FA FF 48", "F2 48 CD C9 C9 07 00 42", "F3 48 CD C9 C9 07 00 42", "F2 48 CD C9 C9 07 00 00",
			"F2 48 CD C9 C9 07 00 00 00 FF", "F2 48 CD C9 C9 07 00 FF FF", "00 00 FF FF", "02 13 00 00", "ED FD",
			"48 65 6C 6C 6F" })
	void corruptMessageIsToldAndLeavesNothingBehind(String payload) {
		for (boolean takeover : new boolean[] { true, false }) {
			MessageInflater inflater = new MessageInflater(this.pool, takeover, 15);

			assertThat(inflate(inflater, payload).result()).isEqualTo(Result.CORRUPT);

			assertThat(this.pool.decoders().idle()).isOne();
			assertThat(inflate(new MessageInflater(this.pool, false, 15), HELLO).text()).isEqualTo("Hello");
		}
	}

	// PD-29
	@Test
	void contentUpToTheLimitIsTaken() {
		MessageInflater inflater = new MessageInflater(this.pool, true, 15);
		byte[] content = DeflateFixture.json(this.random, 5000);
		byte[] payload = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), content, true);

		for (int room : new int[] { 1, 4999, 5000, 5001, 10_000 }) {
			Inflated taken = DeflateFixture.inflate(inflater, ByteBuffer.wrap(payload), true, ByteBuffer.allocate(room),
					5000);
			assertThat(taken.result()).isEqualTo(Result.COMPLETE);
			assertThat(taken.content()).isEqualTo(content);
		}
		for (int room : new int[] { 1, 4998, 4999, 5000, 5001, 10_000 }) {
			Inflated refused = DeflateFixture.inflate(new MessageInflater(this.pool, false, 15),
					ByteBuffer.wrap(payload), true, ByteBuffer.allocate(room), 4999);
			assertThat(refused.result()).isEqualTo(Result.TOO_BIG);
			assertThat(refused.content()).hasSize(5000);
		}
		assertThat(inflate(inflater, HELLO, 0).result()).isEqualTo(Result.TOO_BIG);
		assertThat(inflate(inflater, "00", 0).result()).isEqualTo(Result.COMPLETE);
	}

	// PD-29
	@Test
	void limitCountsOverAllPiecesOfAMessageAndMayChange() {
		MessageInflater inflater = new MessageInflater(this.pool, true, 15);
		ByteBuffer room = ByteBuffer.allocate(100);
		ByteBuffer piece = ByteBuffer.wrap(DeflateFixture.hex(HELLO + " 00 00 FF FF"));

		assertThat(inflater.inflate(piece, false, room, Long.MAX_VALUE)).isEqualTo(Result.NEEDS_INPUT);
		assertThat(inflater.inflate(piece.rewind(), false, room, 10)).isEqualTo(Result.NEEDS_INPUT);
		assertThat(inflater.inflate(piece.rewind(), false, room, 7)).isEqualTo(Result.TOO_BIG);
		assertThat(room.position()).isBetween(10, 11);
		assertThat(room.limit()).isEqualTo(100);
	}

	// PD-29
	@Test
	void bombStopsAtTheLimitWithBoundedMemory() {
		byte[] bomb = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), new byte[60_000_000], true);
		MessageInflater inflater = new MessageInflater(this.pool, false, 15);
		ByteBuffer room = ByteBuffer.allocateDirect(16 * 1024);
		ByteBuffer payload = DeflateFixture.buffer(bomb, true);
		assertThat(bomb.length).isLessThan(65_000);
		inflater.inflate(payload, false, room, 1 << 20);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();

		long produced = room.position();
		Result result = Result.NEEDS_OUTPUT;
		while (result == Result.NEEDS_OUTPUT) {
			result = inflater.inflate(payload, false, room.clear(), 1 << 20);
			produced += room.position();
		}

		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(result).isEqualTo(Result.TOO_BIG);
		assertThat(produced).isEqualTo((1 << 20) + 1);
		// the window, once
		assertThat(allocated).isLessThan(40 * 1024);
		assertThat(payload.position()).isLessThan(2000);
	}

	// design 4: no allocation per message
	@Test
	void nothingIsAllocatedPerMessage() {
		MessageDeflater deflater = new MessageDeflater(this.pool, 6, false, 15);
		MessageInflater inflater = new MessageInflater(this.pool, false, 15);
		ByteBuffer content = DeflateFixture.buffer(DeflateFixture.json(this.random, 1000), true);
		ByteBuffer compressed = ByteBuffer.allocateDirect(2000);
		ByteBuffer room = ByteBuffer.allocateDirect(2000);
		DeflateOutput out = new FixedOutput(compressed);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

		long before = 0;
		for (int i = 0; i < 1100; i++) {
			before = (i == 100) ? threads.getCurrentThreadAllocatedBytes() : before;
			deflater.deflate(content.rewind(), true, out);
			inflater.inflate(compressed.flip(), true, room.clear(), 1000);
			compressed.clear();
		}

		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(room.flip()).isEqualTo(content.rewind());
		assertThat(allocated).isLessThan(1000 * 16);
	}

	// PD-28, PD-29
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noDataMakesItLoopOrGoBeyondTheLimit(boolean takeover) {
		ByteBuffer room = ByteBuffer.allocate(512);
		for (int i = 0; i < 3000; i++) {
			byte[] payload = DeflateFixture.deflate(DeflateFixture.echoes(this.random, 1 + this.random.nextInt(3000)),
					i % 10, i % 7 == 0);
			if (i % 3 == 0) {
				payload = DeflateFixture.noise(this.random, payload.length);
			}
			for (int faults = this.random.nextInt(4); faults > 0; faults--) {
				payload[this.random.nextInt(payload.length)] ^= (byte) (1 << this.random.nextInt(8));
			}
			MessageInflater inflater = new MessageInflater(this.pool, takeover, 15);
			Result result = Result.NEEDS_INPUT;
			int produced = 0;
			int from = 0;
			while (result == Result.NEEDS_INPUT) {
				int to = Math.min(payload.length, from + 1 + this.random.nextInt(200));
				Inflated inflated = DeflateFixture.inflate(inflater, ByteBuffer.wrap(payload, from, to - from),
						to == payload.length, room, 5000);
				result = inflated.result();
				produced += inflated.content().length;
				from = to;
			}

			assertThat(result).isIn(Result.COMPLETE, Result.CORRUPT, Result.TOO_BIG);
			assertThat(produced).isLessThanOrEqualTo(5001);
			inflater.close();
		}
		assertThat(this.pool.decoders().idle()).isOne();
	}

	// PD-28
	@Test
	void messageThatBreaksOffIsCorrupt() {
		byte[] content = DeflateFixture.json(this.random, 2000);
		byte[] payload = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), content, true);
		for (int length = 1; length < payload.length; length++) {
			byte[] cut = Arrays.copyOf(payload, length);
			for (boolean takeover : new boolean[] { true, false }) {
				assertThat(DeflateFixture.inflate(new MessageInflater(this.pool, takeover, 15), cut, 2000).result())
					.as("cut at %s of %s", length, payload.length)
					.isEqualTo(Result.CORRUPT);
			}
		}
	}

	// PD-32
	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 12, 14 })
	void messageMustNotReferBeyondTheWindow(int bits) {
		byte[] noise = DeflateFixture.noise(this.random, 1 << bits);
		for (int more = 0; more < 2; more++) {
			// what fills the window, then a match that reaches to its beginning or before
			// it
			byte[] echo = DeflateFixture.match(4, (1 << bits) + more);
			MessageInflater inflater = new MessageInflater(this.pool, true, bits);
			byte[] first = DeflateFixture.noise(this.random, 1);
			byte[] stored = DeflateFixture.deflate(new MessageDeflater(this.pool, 6, false, 15), noise, true);
			DeflateFixture.inflate(inflater, DeflateFixture.deflate(first, 1, true), DeflateFixture.NO_LIMIT);
			DeflateFixture.inflate(inflater, stored, DeflateFixture.NO_LIMIT);

			Inflated inflated = DeflateFixture.inflate(inflater, echo, DeflateFixture.NO_LIMIT);

			assertThat(inflated.result()).isEqualTo((more == 0) ? Result.COMPLETE : Result.CORRUPT);
			assertThat(inflated.content()).isEqualTo(Arrays.copyOf(noise, (more == 0) ? 4 : 0));
		}
	}

	// design 4: what is held is what was received
	@Test
	void windowGrowsWithWhatIsReceivedUpToItsSize() {
		Window window = new Window(12);
		for (int size : new int[] { 1, 256, 257, 1000, 5000, 100_000 }) {
			int written = 0;
			while (written < size) {
				int count = Math.min(window.room(), size - written);
				window.written(count);
				written += count;
			}
		}
		assertThat(window.bytes()).hasSize(4096);
		assertThat(window.filled()).isEqualTo(4096);
		Window small = new Window(15);
		small.written(Math.min(100, small.room()));
		assertThat(small.bytes()).hasSize(256);
	}

	private static Inflated inflate(MessageInflater inflater, String payload) {
		return inflate(inflater, payload, DeflateFixture.NO_LIMIT);
	}

	private static Inflated inflate(MessageInflater inflater, String payload, long limit) {
		return DeflateFixture.inflate(inflater, DeflateFixture.hex(payload), limit);
	}

	private record FixedOutput(ByteBuffer buffer) implements DeflateOutput {

		@Override
		public ByteBuffer room(int least) {
			return this.buffer;
		}

		@Override
		public void written(int bytes) {
			// the position has moved
		}

	}

}
