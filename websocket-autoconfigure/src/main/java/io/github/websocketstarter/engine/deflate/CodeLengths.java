package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * The beginning of a block with codes of its own: the lengths of the codes, repetitions
 * shortened, in a code of their own (RFC 1951 §3.2.7).
 */
final class CodeLengths {

	private static final int REPEAT = 16;

	private static final int ZEROS = 17;

	private static final int MANY_ZEROS = 18;

	private static final int[] REPEAT_BITS = { 2, 3, 7 };

	private static final int LEAST_LENGTHS = 257;

	private static final int LEAST_DISTANCES = 1;

	private static final int LEAST_CODES = 4;

	private static final int COUNT_BITS = 14;

	private static final int CODE_BITS = 3;

	private final HuffmanCode code = new HuffmanCode(Symbols.CODE_LENGTHS, Symbols.MAX_CODE_LENGTHS_CODE);

	private final int[] occurrences = new int[Symbols.CODE_LENGTHS];

	// The symbols, and above each the value of its extra bits.
	private final int[] symbols = new int[Symbols.LENGTHS + Symbols.DISTANCES];

	private int size;

	private int lengths;

	private int distances;

	private int codes;

	/**
	 * Find out how two codes are told.
	 * @return how many bits that takes
	 */
	long make(HuffmanCode lengthCode, HuffmanCode distanceCode) {
		this.size = 0;
		Arrays.fill(this.occurrences, 0);
		this.lengths = lengthCode.used(LEAST_LENGTHS);
		this.distances = distanceCode.used(LEAST_DISTANCES);
		int previous = -1;
		int run = 0;
		for (int i = 0; i < this.lengths + this.distances; i++) {
			int length = (i < this.lengths) ? lengthCode.length(i) : distanceCode.length(i - this.lengths);
			if (length != previous) {
				add(previous, run);
				previous = length;
				run = 0;
			}
			run++;
		}
		add(previous, run);
		this.code.make(this.occurrences);
		this.codes = Symbols.CODE_LENGTHS;
		while (this.codes > LEAST_CODES && this.code.length(Symbols.inOrder(this.codes - 1)) == 0) {
			this.codes--;
		}
		return cost();
	}

	private long cost() {
		long bits = COUNT_BITS + (long) CODE_BITS * this.codes + this.code.cost(this.occurrences);
		for (int symbol = REPEAT; symbol <= MANY_ZEROS; symbol++) {
			bits += (long) this.occurrences[symbol] * REPEAT_BITS[symbol - REPEAT];
		}
		return bits;
	}

	private void add(int length, int run) {
		int left = run;
		if (length > 0) {
			add(length);
			left--;
			for (; left >= 3; left -= Math.min(left, 6)) {
				add(REPEAT | (Math.min(left, 6) - 3) << 8);
			}
		}
		else {
			for (; left >= 11; left -= Math.min(left, 138)) {
				add(MANY_ZEROS | (Math.min(left, 138) - 11) << 8);
			}
			if (left >= 3) {
				add(ZEROS | (left - 3) << 8);
				left = 0;
			}
		}
		for (; left > 0; left--) {
			add(length);
		}
	}

	private void add(int symbol) {
		this.symbols[this.size++] = symbol;
		this.occurrences[symbol & 0xFF]++;
	}

	void write(BitWriter out) {
		out.write((this.lengths - LEAST_LENGTHS) | (this.distances - LEAST_DISTANCES) << 5
				| (this.codes - LEAST_CODES) << 10, COUNT_BITS);
		for (int i = 0; i < this.codes; i++) {
			out.write(this.code.length(Symbols.inOrder(i)), CODE_BITS);
		}
		for (int i = 0; i < this.size; i++) {
			int symbol = this.symbols[i] & 0xFF;
			int count = this.code.length(symbol);
			out.write(this.code.code(symbol) | (this.symbols[i] >> 8) << count,
					count + ((symbol < REPEAT) ? 0 : REPEAT_BITS[symbol - REPEAT]));
		}
	}

}
