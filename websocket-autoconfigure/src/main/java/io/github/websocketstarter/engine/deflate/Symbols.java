package io.github.websocketstarter.engine.deflate;

/**
 * The alphabets of RFC 1951 §3.2.5: a length or a distance is a symbol, which tells the
 * range, and extra bits, which tell the place in it.
 */
final class Symbols {

	static final int MIN_MATCH = 3;

	static final int MAX_MATCH = 258;

	static final int MAX_DISTANCE = 1 << 15;

	static final int MAX_WINDOW_BITS = 15;

	/** Literals are below; lengths are above. */
	static final int END = 256;

	/** Literals, the end of the block, and lengths. */
	static final int LENGTHS = 286;

	static final int DISTANCES = 30;

	/** The alphabet in which the code lengths of the others are told (§3.2.7). */
	static final int CODE_LENGTHS = 19;

	static final int MAX_CODE = 15;

	static final int MAX_CODE_LENGTHS_CODE = 7;

	private static final byte[] CODE_LENGTHS_ORDER = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1,
			15 };

	private static final byte[] LENGTH_SYMBOLS = new byte[MAX_MATCH + 1];

	private static final short[] LENGTH_BASES = new short[LENGTHS - END - 1];

	static {
		int length = MIN_MATCH;
		for (int index = 0; index < LENGTH_BASES.length; index++) {
			LENGTH_BASES[index] = (short) length;
			for (int last = length + (1 << lengthBits(index + END + 1)); length < last; length++) {
				if (length < MAX_MATCH) {
					LENGTH_SYMBOLS[length] = (byte) index;
				}
			}
		}
		// the longest one has a symbol of its own
		LENGTH_BASES[LENGTH_BASES.length - 1] = MAX_MATCH;
		LENGTH_SYMBOLS[MAX_MATCH] = (byte) (LENGTH_BASES.length - 1);
	}

	private Symbols() {
	}

	/**
	 * Return the symbol whose code length is told at a place of the header.
	 */
	static int inOrder(int index) {
		return CODE_LENGTHS_ORDER[index];
	}

	static int ofLength(int length) {
		return LENGTH_SYMBOLS[length] + END + 1;
	}

	static int lengthBase(int symbol) {
		return LENGTH_BASES[symbol - END - 1];
	}

	static int lengthBits(int symbol) {
		int index = symbol - END - 1;
		return (index < 8 || symbol == LENGTHS - 1) ? 0 : (index >> 2) - 1;
	}

	static int ofDistance(int distance) {
		int rest = distance - 1;
		if (rest < 4) {
			return rest;
		}
		int bits = 30 - Integer.numberOfLeadingZeros(rest);
		return 2 * bits + (rest >> bits);
	}

	static int distanceBase(int symbol) {
		int bits = distanceBits(symbol);
		return 1 + ((bits == 0) ? symbol : (2 + (symbol & 1)) << bits);
	}

	static int distanceBits(int symbol) {
		return (symbol < 4) ? 0 : (symbol >> 1) - 1;
	}

}
