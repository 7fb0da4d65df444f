package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that were sent last, and where among them a sequence has occurred.
 * <p>
 * It grows with what is sent until it holds the window and some room; from then on it
 * forgets the oldest bytes. Places are remembered as the lower 16 bits of their position
 * in all that was ever sent. One that is out of date tells a wrong distance: that does no
 * harm, because it is compared before it is used. So nothing has to be cleaned up.
 */
final class History {

	/** How many bytes a sequence has that can be found again. */
	static final int SEQUENCE = 4;

	private static final int SMALLEST = 1024;

	private static final int LEAST_ROOM = 4096;

	private static final int HASH = 0x9E3779B1;

	private static final int MAX_HASH_BITS = 13;

	private static final int POSITIONS = 0xFFFF;

	private final int window;

	private final int largest;

	private byte[] bytes = {};

	// Where the bytes end, the position of the first one, and up to where sequences are
	// remembered; indexes but for the position.
	private int end;

	private int offset;

	private int remembered;

	// Where each hash occurred last, and where the hash of a position occurred before.
	private short[] latest = {};

	private short[] earlier = {};

	private int hashShift;

	/**
	 * Create a history.
	 * @param windowBits how far back to remember, as the power of two of a number of
	 * bytes
	 */
	History(int windowBits) {
		this.window = 1 << windowBits;
		this.largest = this.window + Math.max(this.window / 2, LEAST_ROOM);
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return the index behind the last byte.
	 */
	int end() {
		return this.end;
	}

	/**
	 * Forget everything. What was allocated stays.
	 */
	void clear() {
		this.offset += this.end;
		this.end = 0;
		this.remembered = 0;
	}

	/**
	 * Return how many bytes can be appended.
	 */
	int room() {
		return this.bytes.length - this.end;
	}

	/**
	 * Make room for a byte or more.
	 * @param wanted how many are to be appended
	 * @return how many of the oldest bytes were forgotten: indexes are less by that
	 */
	int makeRoom(int wanted) {
		if (wanted > room() && this.bytes.length < this.largest) {
			grow(Math.min(this.largest - this.end, wanted));
		}
		return (wanted > room()) ? forget() : 0;
	}

	private int forget() {
		int forgotten = Math.max(this.end - this.window, 0);
		System.arraycopy(this.bytes, forgotten, this.bytes, 0, this.end - forgotten);
		this.offset += forgotten;
		this.end -= forgotten;
		this.remembered = Math.max(this.remembered - forgotten, 0);
		return forgotten;
	}

	private void grow(int wanted) {
		int size = Math.max(Integer.highestOneBit(this.end + wanted - 1) << 1, SMALLEST);
		int places = Math.min(size, this.window);
		this.bytes = Arrays.copyOf(this.bytes, (size > this.window) ? this.largest : size);
		if (places > this.earlier.length) {
			int hashBits = Math.min(Integer.numberOfTrailingZeros(places) - 1, MAX_HASH_BITS);
			this.earlier = new short[places];
			this.latest = new short[1 << hashBits];
			this.hashShift = Integer.SIZE - hashBits;
			this.remembered = 0;
		}
	}

	/**
	 * Append bytes, for which there is room.
	 */
	void append(ByteBuffer from, int count) {
		from.get(this.bytes, this.end, count);
		this.end += count;
	}

	/**
	 * Remember the sequences that begin before an index, and not yet are.
	 * @param step 1 for all of them, 2 for every other one, and so on
	 */
	void rememberUntil(int index, int step) {
		byte[] from = this.bytes;
		short[] last = this.latest;
		short[] before = this.earlier;
		int mask = before.length - 1;
		int shift = this.hashShift;
		int first = this.offset;
		int until = Math.min(index, this.end - SEQUENCE + 1);
		for (int at = this.remembered; at < until; at += step) {
			int hash = (Bytes.fourAt(from, at) * HASH) >>> shift;
			before[(first + at) & mask] = last[hash];
			last[hash] = (short) (first + at);
		}
		this.remembered = Math.max(this.remembered, until);
	}

	/**
	 * Find out whether a match that is as long as can be goes on behind its end.
	 * @param index the index behind the match
	 * @param match the match, or {@link Match#NONE}
	 * @param effort which length is enough
	 * @return the match that continues it, or {@link Match#NONE}
	 */
	int continued(int index, int match, Effort effort) {
		if (Match.length(match) < Symbols.MAX_MATCH) {
			return Match.NONE;
		}
		int distance = Match.distance(match);
		int same = Bytes.common(this.bytes, index - distance, index, Math.min(Symbols.MAX_MATCH, this.end - index));
		return (same >= effort.enough()) ? Match.of(same, distance) : Match.NONE;
	}

	/**
	 * Find the longest match of what begins at an index. All before it, and itself, is
	 * remembered afterwards.
	 * @param index the index, with a sequence behind it
	 * @param farthest how far back to look
	 * @param longer the length that the match must exceed
	 * @param effort how hard to look
	 * @return the match, or {@link Match#NONE}
	 */
	int longest(int index, int farthest, int longer, Effort effort) {
		byte[] in = this.bytes;
		int most = Math.min(Symbols.MAX_MATCH, this.end - index);
		if (longer >= most) {
			return Match.NONE;
		}
		if (this.remembered < index) {
			rememberUntil(index, 1);
		}
		// nothing refers to the very first byte, as with zlib
		int limit = Math.min(farthest, index - 1);
		int sequence = Bytes.fourAt(in, index);
		int position = this.offset + index;
		int mask = this.earlier.length - 1;
		int length = longer;
		int match = Match.NONE;
		int nearer = 0;
		int hash = (sequence * HASH) >>> this.hashShift;
		int distance = (position - this.latest[hash]) & POSITIONS;
		if (this.remembered == index) {
			this.earlier[position & mask] = this.latest[hash];
			this.latest[hash] = (short) position;
			this.remembered++;
		}
		for (int depth = effort.depthBeyond(longer); depth > 0 && distance > nearer && distance <= limit; depth--) {
			int from = index - distance;
			if (in[from + length] == in[index + length] && Bytes.fourAt(in, from) == sequence) {
				int same = SEQUENCE + Bytes.common(in, from + SEQUENCE, index + SEQUENCE, most - SEQUENCE);
				if (same > length) {
					length = same;
					match = Match.of(same, distance);
					if (same >= effort.enough() || same == most) {
						break;
					}
				}
			}
			nearer = distance;
			distance = (position - this.earlier[(position - distance) & mask]) & POSITIONS;
		}
		return match;
	}

}
