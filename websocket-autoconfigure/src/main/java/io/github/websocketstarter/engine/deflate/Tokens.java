package io.github.websocketstarter.engine.deflate;

import java.util.Arrays;

/**
 * The literals and matches of a block, and how often each of their symbols occurs.
 */
final class Tokens {

	private final int[] lengthCounts = new int[Symbols.LENGTHS];

	private final int[] distanceCounts = new int[Symbols.DISTANCES];

	private int[] tokens = new int[1024];

	private int size;

	int size() {
		return this.size;
	}

	/**
	 * Return a token: a literal if its match has no length.
	 */
	int get(int index) {
		return this.tokens[index];
	}

	int[] lengthCounts() {
		return this.lengthCounts;
	}

	int[] distanceCounts() {
		return this.distanceCounts;
	}

	void clear() {
		if (this.size > 0) {
			this.size = 0;
			Arrays.fill(this.lengthCounts, 0);
			Arrays.fill(this.distanceCounts, 0);
		}
	}

	void makeRoom(int more) {
		if (this.tokens.length < this.size + more) {
			this.tokens = Arrays.copyOf(this.tokens, Math.max(this.size + more, 2 * this.tokens.length));
		}
	}

	void literal(byte value) {
		int symbol = value & 0xFF;
		this.tokens[this.size++] = symbol;
		this.lengthCounts[symbol]++;
	}

	void match(int match) {
		this.tokens[this.size++] = match;
		this.lengthCounts[Symbols.ofLength(Match.length(match))]++;
		this.distanceCounts[Symbols.ofDistance(Match.distance(match))]++;
	}

}
