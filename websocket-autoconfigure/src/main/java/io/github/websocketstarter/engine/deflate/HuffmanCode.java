package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * A Huffman code to write with (RFC 1951 §3.2.2), made from how often each symbol occurs.
 */
final class HuffmanCode {

	private static final int SYMBOL_BITS = 9;

	private static final int SYMBOL = (1 << SYMBOL_BITS) - 1;

	private final int maxLength;

	private final byte[] lengths;

	// The first bit of a code is the lowest.
	private final short[] codes;

	private final int[] sorted;

	private final int[] weights;

	private final int[] counts;

	HuffmanCode(int symbols, int maxLength) {
		this.maxLength = maxLength;
		this.lengths = new byte[symbols];
		this.codes = new short[symbols];
		this.sorted = new int[symbols];
		this.weights = new int[Math.max(symbols, Symbols.MAX_CODE + 1)];
		this.counts = new int[Symbols.MAX_CODE + 1];
	}

	/**
	 * Make a code of which the lengths are known.
	 */
	static HuffmanCode ofLengths(byte[] lengths) {
		HuffmanCode code = new HuffmanCode(lengths.length, Symbols.MAX_CODE);
		System.arraycopy(lengths, 0, code.lengths, 0, lengths.length);
		for (byte length : lengths) {
			code.counts[length]++;
		}
		code.counts[0] = 0;
		code.assign();
		return code;
	}

	int length(int symbol) {
		return this.lengths[symbol];
	}

	int code(int symbol) {
		return this.codes[symbol];
	}

	/**
	 * Return how many symbols are left without those at the end that have no code.
	 */
	int used(int least) {
		int used = this.lengths.length;
		while (used > least && this.lengths[used - 1] == 0) {
			used--;
		}
		return used;
	}

	/**
	 * Return how many bits all occurrences of the symbols take.
	 */
	long cost(int[] occurrences) {
		long bits = 0;
		for (int symbol = 0; symbol < occurrences.length; symbol++) {
			bits += (long) occurrences[symbol] * this.lengths[symbol];
		}
		return bits;
	}

	/**
	 * Make the code anew. At least two symbols get a code, as some decoders want.
	 * @param occurrences how often each symbol occurs
	 */
	void make(int[] occurrences) {
		Arrays.fill(this.lengths, (byte) 0);
		int used = 0;
		for (int symbol = 0; symbol < occurrences.length; symbol++) {
			if (occurrences[symbol] > 0) {
				this.sorted[used++] = occurrences[symbol] << SYMBOL_BITS | symbol;
			}
		}
		for (int symbol = 0; used < 2; symbol++) {
			if (occurrences[symbol] == 0) {
				this.sorted[used++] = 1 << SYMBOL_BITS | symbol;
			}
		}
		Arrays.sort(this.sorted, 0, used);
		countLengths(used);
		limitLengths();
		int next = 0;
		for (int length = this.maxLength; length > 0; length--) {
			for (int left = this.counts[length]; left > 0; left--) {
				this.lengths[this.sorted[next++] & SYMBOL] = (byte) length;
			}
		}
		assign();
	}

	/**
	 * Count how many codes of each length are best, in place (Moffat and Katajainen).
	 */
	private void countLengths(int used) {
		int[] weight = this.weights;
		for (int i = 0; i < used; i++) {
			weight[i] = this.sorted[i] >>> SYMBOL_BITS;
		}
		// weights of inner nodes, replaced by their parents when they have one
		int root = 0;
		int leaf = 0;
		for (int next = 0; next < used - 1; next++) {
			int sum = 0;
			for (int child = 0; child < 2; child++) {
				if (leaf >= used || (root < next && weight[root] < weight[leaf])) {
					sum += weight[root];
					weight[root++] = next;
				}
				else {
					sum += weight[leaf++];
				}
			}
			weight[next] = sum;
		}
		countLeaves(used, weight);
	}

	private void countLeaves(int used, int[] weight) {
		Arrays.fill(this.counts, 0);
		weight[used - 2] = 0;
		for (int next = used - 3; next >= 0; next--) {
			weight[next] = weight[weight[next]] + 1;
		}
		int places = 1;
		int node = used - 2;
		for (int depth = 0; places > 0; depth++) {
			int inner = 0;
			while (node >= 0 && weight[node] == depth) {
				inner++;
				node--;
			}
			this.counts[Math.min(depth, this.maxLength)] += places - inner;
			places = 2 * inner;
		}
	}

	/**
	 * Lengthen short codes until those that were too long have room.
	 */
	private void limitLengths() {
		long total = 0;
		for (int length = 1; length <= this.maxLength; length++) {
			total += (long) this.counts[length] << (this.maxLength - length);
		}
		for (; total > 1L << this.maxLength; total--) {
			int length = this.maxLength - 1;
			while (this.counts[length] == 0) {
				length--;
			}
			this.counts[length]--;
			this.counts[length + 1] += 2;
			this.counts[this.maxLength]--;
		}
	}

	private void assign() {
		int[] next = this.weights;
		int code = 0;
		for (int length = 1; length <= this.maxLength; length++) {
			code = (code + this.counts[length - 1]) << 1;
			next[length] = code;
		}
		for (int symbol = 0; symbol < this.lengths.length; symbol++) {
			int length = this.lengths[symbol];
			if (length > 0) {
				this.codes[symbol] = (short) (Integer.reverse(next[length]++) >>> (Integer.SIZE - length));
			}
		}
	}

}
