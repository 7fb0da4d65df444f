package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * A decoder of RFC 1951 that is as strict as it can be: it knows how far back a match
 * reaches and refuses one that reaches further than the window or the beginning. Slow.
 */
final class StrictInflate {

	private static final int[] LENGTHS = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
			83, 99, 115, 131, 163, 195, 227, 258 };

	private static final int[] LENGTH_BITS = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4,
			5, 5, 5, 5, 0 };

	private static final int[] DISTANCES = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513,
			769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };

	private static final int[] DISTANCE_BITS = { 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10,
			10, 11, 11, 12, 12, 13, 13 };

	private static final int[] CODE_ORDER = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

	private static final Huffman FIXED_LENGTHS = new Huffman(fixedLengths());

	private static final Huffman FIXED_DISTANCES = new Huffman(filled(30, 5));

	private final int window;

	private byte[] history = new byte[1 << 16];

	private int size;

	private int farthest;

	private byte[] in = {};

	private int position;

	private int bit;

	StrictInflate(int windowBits) {
		this.window = 1 << windowBits;
	}

	/**
	 * Read a message, which may refer to those read before.
	 * @param payload its payload, without its tail
	 * @return the content
	 */
	byte[] message(byte[] payload) {
		this.in = Arrays.copyOf(payload, payload.length + 4);
		this.in[payload.length + 2] = (byte) 0xFF;
		this.in[payload.length + 3] = (byte) 0xFF;
		this.position = 0;
		this.bit = 0;
		int from = this.size;
		while (this.position < this.in.length) {
			require(bits(1) == 0, "BFINAL");
			switch (bits(2)) {
				case 0 -> stored();
				case 1 -> compressed(FIXED_LENGTHS, FIXED_DISTANCES);
				case 2 -> dynamic();
				default -> throw new IllegalStateException("block type");
			}
		}
		require(this.bit == 0, "the message ends inside a byte");
		return Arrays.copyOfRange(this.history, from, this.size);
	}

	/**
	 * Return how far back the farthest match has reached.
	 */
	int farthest() {
		return this.farthest;
	}

	private void stored() {
		this.position += (this.bit > 0) ? 1 : 0;
		this.bit = 0;
		int length = bits(16);
		require((length ^ 0xFFFF) == bits(16), "stored length");
		for (int i = 0; i < length; i++) {
			put(this.in[this.position++]);
		}
	}

	private void dynamic() {
		int lengths = bits(5) + 257;
		int distances = bits(5) + 1;
		int codes = bits(4) + 4;
		int[] codeLengths = new int[19];
		for (int i = 0; i < codes; i++) {
			codeLengths[CODE_ORDER[i]] = bits(3);
		}
		Huffman code = new Huffman(codeLengths);
		int[] all = new int[lengths + distances];
		for (int i = 0; i < all.length;) {
			int symbol = symbol(code);
			int repeat = switch (symbol) {
				case 16 -> 3 + bits(2);
				case 17 -> 3 + bits(3);
				case 18 -> 11 + bits(7);
				default -> 1;
			};
			int value = (symbol < 16) ? symbol : (symbol == 16) ? all[i - 1] : 0;
			Arrays.fill(all, i, i + repeat, value);
			i += repeat;
		}
		compressed(new Huffman(Arrays.copyOf(all, lengths)), new Huffman(Arrays.copyOfRange(all, lengths, all.length)));
	}

	private void compressed(Huffman lengths, Huffman distances) {
		int symbol;
		while ((symbol = symbol(lengths)) != 256) {
			if (symbol < 256) {
				put((byte) symbol);
				continue;
			}
			int length = LENGTHS[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
			int code = symbol(distances);
			int distance = DISTANCES[code] + bits(DISTANCE_BITS[code]);
			require(distance <= this.window, "a match reaches back " + distance + " bytes");
			require(distance <= this.size, "a match reaches back before the beginning");
			this.farthest = Math.max(this.farthest, distance);
			for (int i = 0; i < length; i++) {
				put(this.history[this.size - distance]);
			}
		}
	}

	private void put(byte b) {
		if (this.size == this.history.length) {
			this.history = Arrays.copyOf(this.history, this.size * 2);
		}
		this.history[this.size++] = b;
	}

	private int symbol(Huffman huffman) {
		int code = 0;
		int first = 0;
		int index = 0;
		for (int length = 1; length < 16; length++) {
			code |= bits(1);
			int count = huffman.counts[length];
			if (code - count < first) {
				return huffman.symbols[index + code - first];
			}
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		throw new IllegalStateException("no such code");
	}

	private int bits(int count) {
		int value = 0;
		for (int i = 0; i < count; i++) {
			value |= ((this.in[this.position] >> this.bit) & 1) << i;
			this.bit = (this.bit + 1) & 7;
			this.position += (this.bit == 0) ? 1 : 0;
		}
		return value;
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException(what);
		}
	}

	private static int[] fixedLengths() {
		int[] lengths = filled(288, 8);
		Arrays.fill(lengths, 144, 256, 9);
		Arrays.fill(lengths, 256, 280, 7);
		return lengths;
	}

	private static int[] filled(int size, int value) {
		int[] filled = new int[size];
		Arrays.fill(filled, value);
		return filled;
	}

	/**
	 * A canonical code: how many codes of each length, and their symbols in order.
	 */
	private static final class Huffman {

		private final int[] counts = new int[16];

		private final int[] symbols;

		Huffman(int[] lengths) {
			this.symbols = new int[lengths.length];
			int next = 0;
			for (int length = 1; length < 16; length++) {
				for (int symbol = 0; symbol < lengths.length; symbol++) {
					if (lengths[symbol] == length) {
						this.symbols[next++] = symbol;
						this.counts[length]++;
					}
				}
			}
		}

	}

}
