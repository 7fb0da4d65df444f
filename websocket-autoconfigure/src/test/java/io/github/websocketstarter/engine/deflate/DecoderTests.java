package io.github.websocketstarter.engine.deflate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Decoder}: whatever the bytes, it judges them as zlib does.
 */
class DecoderTests {

	private static final int MOST = 1 << 20;

	private final Random random = new Random(1951);

	private final BitWriter bits = new BitWriter();

	// PD-28
	@Test
	void damagedStreamIsJudgedAsByZlib() {
		int[] verdicts = new int[3];
		for (int i = 0; i < 20_000; i++) {
			byte[] content = (i % 2 == 0) ? DeflateFixture.json(this.random, 1 + this.random.nextInt(600))
					: DeflateFixture.echoes(this.random, 1 + this.random.nextInt(600));
			byte[] stream = DeflateFixture.deflate(content, i % 10, i % 3 == 0);
			for (int faults = this.random.nextInt(4); faults > 0; faults--) {
				int reach = (faults == 1) ? Math.min(stream.length, 60) : stream.length;
				stream[this.random.nextInt(reach)] ^= (byte) (1 << this.random.nextInt(8));
			}
			verdicts[compare(stream).ordinal()]++;
		}
		assertThat(Arrays.stream(verdicts).boxed()).allMatch((count) -> count > 1000);
	}

	// PD-28
	@Test
	void noiseIsJudgedAsByZlib() {
		for (int i = 0; i < 50_000; i++) {
			byte[] noise = DeflateFixture.noise(this.random, 1 + this.random.nextInt(100));
			// a block with codes of its own, more often than by chance
			noise[0] = (byte) ((i % 2 == 0) ? noise[0] & 0xF8 | 4 : noise[0]);
			compare(noise);
		}
	}

	// PD-28: complete, incomplete and oversubscribed codes, of literals and of distances
	@Test
	void codesOfABlockAreJudgedAsByZlib() {
		int[] verdicts = new int[3];
		for (int i = 0; i < 30_000; i++) {
			int literals = 257 + this.random.nextInt(30);
			byte[] lengths = lengths(literals, 1 + this.random.nextInt(30));
			for (int changes = this.random.nextInt(3); changes > 0; changes--) {
				lengths[this.random.nextInt(lengths.length)] = (byte) this.random.nextInt(16);
			}
			verdicts[compare(block(lengths, literals, this.random.nextInt(40))).ordinal()]++;
		}
		assertThat(Arrays.stream(verdicts).boxed()).allMatch((count) -> count > 100);
	}

	private byte[] lengths(int lengthSymbols, int distanceSymbols) {
		byte[] all = new byte[lengthSymbols + distanceSymbols];
		code(all, 0, lengthSymbols, 1 + this.random.nextInt(lengthSymbols));
		if (this.random.nextInt(4) > 0) {
			all[Symbols.END] = (all[Symbols.END] == 0) ? (byte) 1 : all[Symbols.END];
		}
		code(all, lengthSymbols, distanceSymbols, this.random.nextInt(distanceSymbols + 1));
		return all;
	}

	private void code(byte[] all, int from, int symbols, int used) {
		int[] counts = new int[Math.max(symbols, 2)];
		for (int i = 0; i < used; i++) {
			counts[this.random.nextInt(symbols)] = 1 << this.random.nextInt(16);
		}
		if (from == 0) {
			counts[Symbols.END] = 1 + this.random.nextInt(100);
		}
		HuffmanCode code = new HuffmanCode(counts.length, Symbols.MAX_CODE);
		code.make(counts);
		for (int symbol = 0; symbol < symbols; symbol++) {
			all[from + symbol] = (byte) code.length(symbol);
		}
	}

	/**
	 * Write a block with any code, and noise.
	 */
	private byte[] block(byte[] lengths, int lengthSymbols, int noise) {
		this.bits.clear();
		this.bits.makeRoom(10_000);
		this.bits.write(this.random.nextInt(2) | 2 << 1, 3);
		this.bits.write(lengthSymbols - 257, 5);
		this.bits.write(lengths.length - lengthSymbols - 1, 5);
		this.bits.write(15, 4);
		for (int i = 0; i < Symbols.CODE_LENGTHS; i++) {
			this.bits.write((Symbols.inOrder(i) < 16) ? 4 : 0, 3);
		}
		for (byte length : lengths) {
			this.bits.write(Integer.reverse(length) >>> 28, 4);
		}
		this.bits.align();
		this.bits.write(DeflateFixture.noise(this.random, noise), 0, noise);
		DeflateFixture.Output out = new DeflateFixture.Output(1, false);
		this.bits.drainTo(out);
		return out.bytes();
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 7", "1, 258", "2, 3", "7, 300", "40, 1000" })
	void storedBlockIsReadHoweverItIsCut(int piece, int room) {
		byte[] content = DeflateFixture.noise(this.random, 700);
		byte[] stream = DeflateFixture.deflate(content, 0, false);
		Decoder decoder = new Decoder();
		Window window = new Window(9);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int at = 0; at < stream.length;) {
			int count = Math.min((piece > 0) ? piece : stream.length, stream.length - at);
			decode(decoder, ByteBuffer.wrap(stream, at, count), window, room, out);
			at += count;
		}
		assertThat(out.toByteArray()).isEqualTo(content);
		assertThat(decoder.mayEnd()).isTrue();
	}

	private enum Verdict {

		GOES_ON, ENDS, CORRUPT

	}

	/**
	 * Let zlib and the decoder read the same bytes.
	 * @return the verdict on which they agree
	 */
	private Verdict compare(byte[] stream) {
		Inflater zlib = new Inflater(true);
		ByteArrayOutputStream expected = new ByteArrayOutputStream();
		Verdict verdict = inflate(zlib, stream, expected);
		byte[] read = (verdict == Verdict.ENDS) ? Arrays.copyOf(stream, stream.length - zlib.getRemaining()) : stream;
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		Decoder decoder = new Decoder();
		ByteBuffer in = DeflateFixture.buffer(read, this.random.nextBoolean());
		Step step = decode(decoder, in, new Window(15), 1 + this.random.nextInt(500), content);
		if (step == Step.CORRUPT && verdict == Verdict.GOES_ON) {
			// zlib notices later
			for (int filler : new int[] { 0, -1 }) {
				byte[] longer = Arrays.copyOf(stream, stream.length + 500);
				Arrays.fill(longer, stream.length, longer.length, (byte) filler);
				zlib.reset();
				verdict = inflate(zlib, longer, new ByteArrayOutputStream());
				assertThat(verdict).isEqualTo(Verdict.CORRUPT);
			}
		}
		zlib.end();
		assertThat(step).as(DeflateFixture.hex(stream))
			.isEqualTo((verdict == Verdict.CORRUPT) ? Step.CORRUPT : Step.NEEDS_INPUT);
		if (verdict != Verdict.CORRUPT) {
			assertThat(content.toByteArray()).isEqualTo(expected.toByteArray());
			assertThat(decoder.mayEnd() || verdict == Verdict.GOES_ON).isTrue();
		}
		return verdict;
	}

	private static Verdict inflate(Inflater zlib, byte[] stream, ByteArrayOutputStream content) {
		byte[] chunk = new byte[1000];
		zlib.setInput(stream);
		try {
			int count;
			while ((count = zlib.inflate(chunk)) > 0 && content.size() < MOST) {
				content.write(chunk, 0, count);
			}
			return zlib.finished() ? Verdict.ENDS : Verdict.GOES_ON;
		}
		catch (DataFormatException ex) {
			return Verdict.CORRUPT;
		}
	}

	private static Step decode(Decoder decoder, ByteBuffer in, Window window, int room, ByteArrayOutputStream content) {
		Step step;
		do {
			int most = Math.min(window.room(), room);
			int from = window.position();
			step = decoder.decode(in, window, most);
			assertThat(window.position() - from).isBetween(0, most);
			content.write(window.bytes(), from, window.position() - from);
		}
		while (step == Step.NEEDS_OUTPUT);
		return step;
	}

}
