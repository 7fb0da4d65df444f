package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;

/**
 * Reads the blocks of a message (RFC 1951), wherever it is cut. It is used for one
 * message after the other, of whatever connection; what they refer to is in the
 * {@link Window}. Not thread-safe.
 */
final class Decoder {

	private static final int HEADER_BITS = 3;

	private static final int STORED_LENGTH_BITS = 32;

	/** A length and a distance with their extra bits. */
	private static final int MATCH_BITS = 48;

	private final BitReader reader = new BitReader();

	private final BlockHeader header = new BlockHeader();

	private DecodingTable lengths = DecodingTable.FIXED_LENGTHS;

	private DecodingTable distances = DecodingTable.FIXED_DISTANCES;

	private Part part = Part.BLOCK;

	// Whether the block is the last one of its stream, and whether the last block was
	// stored and empty.
	private boolean ending;

	private boolean flushed;

	// How many bytes of a stored block or a match are still to be written, and how far
	// back the match refers.
	private int left;

	private int distance;

	/**
	 * What is read next.
	 */
	private enum Part {

		BLOCK, STORED_LENGTH, STORED, CODES, TOKENS, END

	}

	/**
	 * Begin another message.
	 */
	void clear() {
		this.reader.clear();
		this.part = Part.BLOCK;
		this.flushed = false;
		this.left = 0;
	}

	/**
	 * Return whether the message may end here: where the four bytes that the sender has
	 * cut off (RFC 7692 §7.2.1) would follow, or behind them, or behind a block with
	 * BFINAL.
	 */
	boolean mayEnd() {
		return switch (this.part) {
			case END -> true;
			case BLOCK -> this.flushed && this.reader.count() == 0;
			case STORED_LENGTH -> this.reader.count() == 0;
			default -> false;
		};
	}

	/**
	 * Read as far as there are bytes and room.
	 * @param in the bytes
	 * @param window where the content goes
	 * @param room how much of it to write at most
	 * @return why it does not go on
	 */
	Step decode(ByteBuffer in, Window window, int room) {
		int end = window.position() + room;
		Step step = Step.GO_ON;
		while (step == Step.GO_ON) {
			step = switch (this.part) {
				case BLOCK -> readBlock(in);
				case STORED_LENGTH -> readStoredLength(in);
				case STORED -> readStored(in, window, end);
				case CODES -> readCodes(in);
				case TOKENS -> readTokens(in, window, end);
				case END -> beginAgain(in);
			};
		}
		return step;
	}

	private Step readBlock(ByteBuffer in) {
		if (!this.reader.has(HEADER_BITS, in)) {
			return Step.NEEDS_INPUT;
		}
		this.flushed = false;
		this.ending = this.reader.take(1) == 1;
		switch (this.reader.take(2)) {
			case 0 -> {
				this.reader.align();
				this.part = Part.STORED_LENGTH;
			}
			case 1 -> {
				this.lengths = DecodingTable.FIXED_LENGTHS;
				this.distances = DecodingTable.FIXED_DISTANCES;
				this.part = Part.TOKENS;
			}
			case 2 -> {
				this.header.clear();
				this.part = Part.CODES;
			}
			default -> {
				return Step.CORRUPT;
			}
		}
		return Step.GO_ON;
	}

	private Step endBlock(Window window) {
		this.part = this.ending ? Part.END : Part.BLOCK;
		if (this.ending) {
			window.forget();
		}
		return Step.GO_ON;
	}

	private Step readStoredLength(ByteBuffer in) {
		if (!this.reader.has(STORED_LENGTH_BITS, in)) {
			return Step.NEEDS_INPUT;
		}
		this.left = this.reader.take(16);
		if ((this.left ^ 0xFFFF) != this.reader.take(16)) {
			return Step.CORRUPT;
		}
		this.flushed = this.left == 0;
		this.part = Part.STORED;
		return Step.GO_ON;
	}

	private Step readStored(ByteBuffer in, Window window, int end) {
		byte[] bytes = window.bytes();
		int from = window.position();
		int at = from;
		int until = at + Math.min(this.left, end - at);
		while (at < until && this.reader.count() > 0) {
			bytes[at++] = (byte) this.reader.take(Byte.SIZE);
		}
		int direct = Math.min(until - at, in.remaining());
		in.get(bytes, at, direct);
		at += direct;
		window.written(at - from);
		this.left -= at - from;
		if (this.left == 0) {
			return endBlock(window);
		}
		return (at == end) ? Step.NEEDS_OUTPUT : Step.NEEDS_INPUT;
	}

	private Step readCodes(ByteBuffer in) {
		Step step = this.header.read(this.reader, in);
		if (step == Step.GO_ON) {
			this.lengths = this.header.lengthTable();
			this.distances = this.header.distanceTable();
			this.part = Part.TOKENS;
		}
		return step;
	}

	private Step readTokens(ByteBuffer in, Window window, int end) {
		Step step = (this.left > 0) ? repeat(window, end) : Step.GO_ON;
		while (step == Step.GO_ON && this.part == Part.TOKENS) {
			step = readLiterals(in, window, end);
			if (step == Step.GO_ON && this.part == Part.TOKENS) {
				step = readMatch(in, window, end);
			}
		}
		return step;
	}

	/**
	 * Read literals, up to a match.
	 */
	private Step readLiterals(ByteBuffer in, Window window, int end) {
		DecodingTable table = this.lengths;
		byte[] bytes = window.bytes();
		int begin = window.position();
		int at = begin;
		Step step = Step.GO_ON;
		long bits = this.reader.bits();
		int count = this.reader.count();
		while (true) {
			if (count < MATCH_BITS) {
				this.reader.restore(bits, count);
				this.reader.fill(in);
				bits = this.reader.bits();
				count = this.reader.count();
			}
			int entry = table.find(bits);
			int used = DecodingTable.codeBits(entry);
			if (used > count) {
				step = Step.NEEDS_INPUT;
				break;
			}
			if ((entry & DecodingTable.LITERAL) == 0) {
				break;
			}
			if (at == end) {
				step = Step.NEEDS_OUTPUT;
				break;
			}
			bytes[at++] = (byte) DecodingTable.value(entry);
			bits >>>= used;
			count -= used;
		}
		this.reader.restore(bits, count);
		window.written(at - begin);
		return step;
	}

	/**
	 * Read a match or the end of the block.
	 */
	private Step readMatch(ByteBuffer in, Window window, int end) {
		long bits = this.reader.bits();
		int entry = this.lengths.find(bits);
		int used = DecodingTable.codeBits(entry);
		if ((entry & DecodingTable.END) != 0) {
			this.reader.drop(used);
			return endBlock(window);
		}
		if (entry == 0 || (entry & DecodingTable.INVALID) != 0) {
			return Step.CORRUPT;
		}
		if (window.position() == end) {
			return Step.NEEDS_OUTPUT;
		}
		int length = DecodingTable.value(entry) + extra(bits >>> used, entry);
		used += DecodingTable.extraBits(entry);
		entry = this.distances.find(bits >>> used);
		int far = DecodingTable.value(entry) + extra(bits >>> used >>> DecodingTable.codeBits(entry), entry);
		used += DecodingTable.codeBits(entry) + DecodingTable.extraBits(entry);
		if (used > this.reader.count()) {
			return Step.NEEDS_INPUT;
		}
		if (entry == 0 || (entry & DecodingTable.INVALID) != 0 || far > window.filled()) {
			return Step.CORRUPT;
		}
		this.reader.drop(used);
		this.left = length;
		this.distance = far;
		return repeat(window, end);
	}

	private static int extra(long bits, int entry) {
		return (int) bits & ((1 << DecodingTable.extraBits(entry)) - 1);
	}

	private Step repeat(Window window, int end) {
		int count = Math.min(this.left, end - window.position());
		window.repeat(this.distance, count);
		this.left -= count;
		return (this.left > 0) ? Step.NEEDS_OUTPUT : Step.GO_ON;
	}

	/**
	 * Begin another stream behind one that has ended.
	 */
	private Step beginAgain(ByteBuffer in) {
		this.reader.align();
		if (!this.reader.has(Byte.SIZE, in)) {
			return Step.NEEDS_INPUT;
		}
		this.part = Part.BLOCK;
		return Step.GO_ON;
	}

}
