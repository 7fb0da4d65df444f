package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * A Huffman code to read with (RFC 1951 §3.2.2). Codes of which there are many are looked
 * up at once, long ones bit by bit.
 * <p>
 * What is found is one number: from its 17th bit on the value, below that what it means,
 * how many extra bits follow, and in the lowest four bits how many the code has.
 */
final class DecodingTable {

	static final int LITERAL = 1 << 8;

	static final int END = 1 << 9;

	/** A symbol that must not occur. */
	static final int INVALID = 1 << 10;

	private static final int[] LENGTHS = new int[288];

	private static final int[] DISTANCES = new int[32];

	static {
		Arrays.setAll(LENGTHS, DecodingTable::length);
		Arrays.setAll(DISTANCES, DecodingTable::distance);
	}

	static final DecodingTable FIXED_LENGTHS = ofLengths();

	static final DecodingTable FIXED_DISTANCES = ofDistances();

	static {
		FIXED_LENGTHS.make(BlockWriter.fixedLengths(), 0, LENGTHS.length);
		FIXED_DISTANCES.make(BlockWriter.fixedDistances(), 0, DISTANCES.length);
	}

	private final int[] meanings;

	// Whether a code of a single bit may stand alone (as zlib has it).
	private final boolean mayBeAlone;

	// By the next bits what is found, 0 for nothing.
	private final int[] found;

	// For long codes: how many there are of each length, and the symbols in order.
	private final int[] counts = new int[Symbols.MAX_CODE + 1];

	private final int[] next = new int[Symbols.MAX_CODE + 1];

	private final short[] ordered;

	private DecodingTable(int[] meanings, int quickBits, boolean mayBeAlone) {
		this.meanings = meanings;
		this.mayBeAlone = mayBeAlone;
		this.found = new int[1 << quickBits];
		this.ordered = new short[meanings.length];
	}

	static DecodingTable ofLengths() {
		return new DecodingTable(LENGTHS, 10, true);
	}

	static DecodingTable ofDistances() {
		return new DecodingTable(DISTANCES, 8, true);
	}

	static DecodingTable ofCodeLengths() {
		return new DecodingTable(LENGTHS, Symbols.MAX_CODE_LENGTHS_CODE, false);
	}

	private static int length(int symbol) {
		if (symbol < Symbols.END) {
			return symbol << 16 | LITERAL;
		}
		if (symbol == Symbols.END) {
			return END;
		}
		return (symbol < Symbols.LENGTHS) ? Symbols.lengthBase(symbol) << 16 | Symbols.lengthBits(symbol) << 4
				: INVALID;
	}

	private static int distance(int symbol) {
		return (symbol < Symbols.DISTANCES) ? Symbols.distanceBase(symbol) << 16 | Symbols.distanceBits(symbol) << 4
				: INVALID;
	}

	static int value(int entry) {
		return entry >>> 16;
	}

	static int extraBits(int entry) {
		return entry >>> 4 & 0xF;
	}

	static int codeBits(int entry) {
		return entry & 0xF;
	}

	/**
	 * Find what the next bits mean.
	 * @param bits the bits, the next one lowest
	 * @return what was found, or 0 if there is no such code
	 */
	int find(long bits) {
		int entry = this.found[(int) bits & (this.found.length - 1)];
		return (entry != 0) ? entry : findLong(bits);
	}

	private int findLong(long bits) {
		int code = 0;
		int first = 0;
		int index = 0;
		for (int length = 1; length <= Symbols.MAX_CODE; length++) {
			code |= (int) (bits >>> (length - 1)) & 1;
			int count = this.counts[length];
			if (code - first < count) {
				return this.meanings[this.ordered[index + code - first]] | length;
			}
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		return 0;
	}

	/**
	 * Make the table anew.
	 * @param lengths the length of the code of each symbol
	 * @param from where in the array they begin
	 * @param symbols how many there are
	 * @return whether there is such a code
	 */
	boolean make(byte[] lengths, int from, int symbols) {
		Arrays.fill(this.counts, 0);
		for (int symbol = 0; symbol < symbols; symbol++) {
			this.counts[lengths[from + symbol]]++;
		}
		this.counts[0] = 0;
		if (!isValid()) {
			return false;
		}
		order(lengths, from, symbols);
		fill(lengths, from, symbols);
		return true;
	}

	private boolean isValid() {
		int free = 1;
		int used = 0;
		for (int length = 1; length <= Symbols.MAX_CODE; length++) {
			free = 2 * free - this.counts[length];
			if (free < 0) {
				return false;
			}
			used += this.counts[length];
		}
		return free == 0 || (this.mayBeAlone && used == this.counts[1]);
	}

	private void order(byte[] lengths, int from, int symbols) {
		int index = 0;
		for (int length = 1; length <= Symbols.MAX_CODE; length++) {
			this.next[length] = index;
			index += this.counts[length];
		}
		for (int symbol = 0; symbol < symbols; symbol++) {
			int length = lengths[from + symbol];
			if (length > 0) {
				this.ordered[this.next[length]++] = (short) symbol;
			}
		}
	}

	private void fill(byte[] lengths, int from, int symbols) {
		Arrays.fill(this.found, 0);
		int code = 0;
		for (int length = 1; length <= Symbols.MAX_CODE; length++) {
			code = (code + this.counts[length - 1]) << 1;
			this.next[length] = code;
		}
		for (int symbol = 0; symbol < symbols; symbol++) {
			int length = lengths[from + symbol];
			if (length > 0 && 1 << length <= this.found.length) {
				int entry = this.meanings[symbol] | length;
				int index = Integer.reverse(this.next[length]++) >>> (Integer.SIZE - length);
				for (; index < this.found.length; index += 1 << length) {
					this.found[index] = entry;
				}
			}
		}
	}

}
