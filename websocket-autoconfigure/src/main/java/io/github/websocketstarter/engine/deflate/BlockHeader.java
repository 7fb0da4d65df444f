package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the codes that a block brings with it (RFC 1951 §3.2.7), bit by bit if they
 * arrive so. What zlib takes for an error is one.
 */
final class BlockHeader {

	private static final int COUNT_BITS = 14;

	private static final int REPEAT = 16;

	private static final int[] REPEAT_BITS = { 2, 3, 7 };

	private static final int[] REPEAT_BASES = { 3, 3, 11 };

	private final DecodingTable codeTable = DecodingTable.ofCodeLengths();

	private final DecodingTable lengthTable = DecodingTable.ofLengths();

	private final DecodingTable distanceTable = DecodingTable.ofDistances();

	private final byte[] codes = new byte[Symbols.CODE_LENGTHS];

	private final byte[] lengths = new byte[Symbols.LENGTHS + Symbols.DISTANCES];

	// How many there are of each, and how many of the code lengths and then of the others
	// have been read; less than 0 is to be read next.
	private int lengthCount;

	private int distanceCount;

	private int codeCount;

	private int codesRead = -1;

	private int lengthsRead;

	/**
	 * Begin anew.
	 */
	void clear() {
		this.codesRead = -1;
		this.lengthsRead = 0;
	}

	DecodingTable lengthTable() {
		return this.lengthTable;
	}

	DecodingTable distanceTable() {
		return this.distanceTable;
	}

	/**
	 * Read as much as there is.
	 * @return what is next: {@link Step#GO_ON} after the end
	 */
	Step read(BitReader reader, ByteBuffer in) {
		if (this.codesRead < 0) {
			if (!reader.has(COUNT_BITS, in)) {
				return Step.NEEDS_INPUT;
			}
			this.lengthCount = 257 + reader.take(5);
			this.distanceCount = 1 + reader.take(5);
			this.codeCount = 4 + reader.take(4);
			if (this.lengthCount > Symbols.LENGTHS || this.distanceCount > Symbols.DISTANCES) {
				return Step.CORRUPT;
			}
			Arrays.fill(this.codes, (byte) 0);
			this.codesRead = 0;
		}
		Step step = readCodes(reader, in);
		if (step == Step.GO_ON) {
			step = readLengths(reader, in);
		}
		return (step == Step.GO_ON) ? makeTables() : step;
	}

	private Step readCodes(BitReader reader, ByteBuffer in) {
		if (this.codesRead == this.codeCount) {
			return Step.GO_ON;
		}
		while (this.codesRead < this.codeCount) {
			if (!reader.has(3, in)) {
				return Step.NEEDS_INPUT;
			}
			this.codes[Symbols.inOrder(this.codesRead++)] = (byte) reader.take(3);
		}
		return this.codeTable.make(this.codes, 0, this.codes.length) ? Step.GO_ON : Step.CORRUPT;
	}

	private Step readLengths(BitReader reader, ByteBuffer in) {
		int all = this.lengthCount + this.distanceCount;
		while (this.lengthsRead < all) {
			reader.has(COUNT_BITS, in);
			int entry = this.codeTable.find(reader.bits());
			int symbol = DecodingTable.value(entry);
			int extra = (symbol < REPEAT) ? 0 : REPEAT_BITS[symbol - REPEAT];
			int code = DecodingTable.codeBits(entry);
			if (code + extra > reader.count()) {
				return Step.NEEDS_INPUT;
			}
			reader.drop(code);
			if (symbol < REPEAT) {
				this.lengths[this.lengthsRead++] = (byte) symbol;
				continue;
			}
			int count = REPEAT_BASES[symbol - REPEAT] + reader.take(extra);
			if (count > all - this.lengthsRead || (symbol == REPEAT && this.lengthsRead == 0)) {
				return Step.CORRUPT;
			}
			byte length = (symbol == REPEAT) ? this.lengths[this.lengthsRead - 1] : 0;
			Arrays.fill(this.lengths, this.lengthsRead, this.lengthsRead + count, length);
			this.lengthsRead += count;
		}
		return Step.GO_ON;
	}

	private Step makeTables() {
		boolean valid = this.lengths[Symbols.END] > 0 && this.lengthTable.make(this.lengths, 0, this.lengthCount)
				&& this.distanceTable.make(this.lengths, this.lengthCount, this.distanceCount);
		return valid ? Step.GO_ON : Step.CORRUPT;
	}

}
