package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * Writes blocks, each in the way that takes the fewest bits (RFC 1951 §3.2.3): stored, or
 * with fixed codes, or with codes of its own.
 */
final class BlockWriter {

	private static final int STORED = 0;

	private static final int FIXED = 1;

	private static final int DYNAMIC = 2;

	private static final int HEADER_BITS = 3;

	/** The header, what fills up the byte, and the length twice. */
	private static final int STORED_BITS = HEADER_BITS + 7 + 32;

	/** Codes for fewer tokens would be longer than what they save. */
	private static final int WORTH_A_CODE = 20;

	private static final int MAX_STORED = 0xFFFF;

	private static final HuffmanCode FIXED_LENGTHS = HuffmanCode.ofLengths(fixedLengths());

	private static final HuffmanCode FIXED_DISTANCES = HuffmanCode.ofLengths(fixedDistances());

	private final HuffmanCode lengths = new HuffmanCode(Symbols.LENGTHS, Symbols.MAX_CODE);

	private final HuffmanCode distances = new HuffmanCode(Symbols.DISTANCES, Symbols.MAX_CODE);

	private final CodeLengths codeLengths = new CodeLengths();

	static byte[] fixedLengths() {
		byte[] lengths = new byte[288];
		Arrays.fill(lengths, 0, 144, (byte) 8);
		Arrays.fill(lengths, 144, 256, (byte) 9);
		Arrays.fill(lengths, 256, 280, (byte) 7);
		Arrays.fill(lengths, 280, 288, (byte) 8);
		return lengths;
	}

	static byte[] fixedDistances() {
		byte[] lengths = new byte[32];
		Arrays.fill(lengths, (byte) 5);
		return lengths;
	}

	/**
	 * Write a block.
	 * @param tokens what it consists of; its end is added here
	 * @param bytes the array with the bytes that the tokens stand for
	 * @param from their index, or less than 0 if they are not known any more
	 * @param count how many there are
	 */
	void write(Tokens tokens, byte[] bytes, int from, int count, BitWriter out) {
		int[] lengthCounts = tokens.lengthCounts();
		int[] distanceCounts = tokens.distanceCounts();
		lengthCounts[Symbols.END] = 1;
		long extra = extraBits(lengthCounts, distanceCounts);
		long fixed = FIXED_LENGTHS.cost(lengthCounts) + FIXED_DISTANCES.cost(distanceCounts);
		long dynamic = (tokens.size() < WORTH_A_CODE) ? fixed : makeCodes(lengthCounts, distanceCounts);
		long coded = Math.min(fixed, dynamic) + extra;
		if (from >= 0 && count <= MAX_STORED && STORED_BITS + 8L * count < HEADER_BITS + coded) {
			out.makeRoom(STORED_BITS + 8L * count);
			writeStored(bytes, from, count, out);
		}
		else if (fixed <= dynamic) {
			out.makeRoom(HEADER_BITS + coded);
			out.write(FIXED << 1, HEADER_BITS);
			writeTokens(tokens, FIXED_LENGTHS, FIXED_DISTANCES, out);
		}
		else {
			out.makeRoom(HEADER_BITS + coded);
			out.write(DYNAMIC << 1, HEADER_BITS);
			this.codeLengths.write(out);
			writeTokens(tokens, this.lengths, this.distances, out);
		}
	}

	/**
	 * Make codes for a block.
	 * @return how many bits they and the block take, but for the extra bits
	 */
	private long makeCodes(int[] lengthCounts, int[] distanceCounts) {
		this.lengths.make(lengthCounts);
		this.distances.make(distanceCounts);
		return this.codeLengths.make(this.lengths, this.distances) + this.lengths.cost(lengthCounts)
				+ this.distances.cost(distanceCounts);
	}

	private static long extraBits(int[] lengthCounts, int[] distanceCounts) {
		long bits = 0;
		for (int symbol = Symbols.END + 1; symbol < Symbols.LENGTHS; symbol++) {
			bits += (long) lengthCounts[symbol] * Symbols.lengthBits(symbol);
		}
		for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
			bits += (long) distanceCounts[symbol] * Symbols.distanceBits(symbol);
		}
		return bits;
	}

	private static void writeStored(byte[] bytes, int from, int count, BitWriter out) {
		out.write(STORED << 1, HEADER_BITS);
		out.align();
		out.write(count | (count ^ 0xFFFFL) << 16, 32);
		out.write(bytes, from, count);
	}

	/**
	 * Write the empty block that a message ends with, whole or but for its last four
	 * bytes.
	 */
	void writeEnd(boolean whole, BitWriter out) {
		out.makeRoom(STORED_BITS);
		out.write(STORED << 1, HEADER_BITS);
		out.align();
		if (whole) {
			out.write(0xFFFF0000L, 32);
		}
	}

	private static void writeTokens(Tokens tokens, HuffmanCode lengths, HuffmanCode distances, BitWriter out) {
		int size = tokens.size();
		for (int i = 0; i < size; i++) {
			int token = tokens.get(i);
			int length = Match.length(token);
			if (length == 0) {
				out.write(lengths.code(token), lengths.length(token));
				continue;
			}
			int symbol = Symbols.ofLength(length);
			long bits = lengths.code(symbol);
			int count = lengths.length(symbol);
			bits |= (long) (length - Symbols.lengthBase(symbol)) << count;
			count += Symbols.lengthBits(symbol);
			int distance = Match.distance(token);
			symbol = Symbols.ofDistance(distance);
			bits |= (long) distances.code(symbol) << count;
			count += distances.length(symbol);
			bits |= (long) (distance - Symbols.distanceBase(symbol)) << count;
			count += Symbols.distanceBits(symbol);
			out.write(bits, count);
		}
		out.write(lengths.code(Symbols.END), lengths.length(Symbols.END));
	}

}
