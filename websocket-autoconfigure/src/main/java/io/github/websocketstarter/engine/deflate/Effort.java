package io.github.websocketstarter.engine.deflate;

import org.springframework.util.Assert;

/**
 * How hard a compression level looks for matches.
 *
 * @param depth how many places to compare at most
 * @param enough the length of a match that is good enough to stop
 * @param lazy how long a match may be for the next byte to be tried, too; 0 for never
 * @param dense how long a match may be for each of its bytes to be remembered
 * @param step which of the bytes of a longer match are remembered: 4 for every fourth
 */
record Effort(int depth, int enough, int lazy, int dense, int step) {

	private static final Effort[] LEVELS = { new Effort(1, 32, 0, 16, 32), new Effort(2, 32, 0, 16, 16),
			new Effort(4, 64, 0, 32, 4), new Effort(5, 64, 16, 32, 4), new Effort(10, 64, 16, 32, 4),
			new Effort(20, 64, 32, 32, 8), new Effort(40, 128, 64, 258, 1), new Effort(128, 258, 128, 258, 1),
			new Effort(512, 258, 258, 258, 1) };

	/** A match of this length is looked for less if there is one already. */
	private static final int GOOD = 8;

	static Effort ofLevel(int level) {
		Assert.isTrue(level >= 1 && level <= LEVELS.length,
				() -> "'level' must be 1 to " + LEVELS.length + " but is " + level);
		return LEVELS[level - 1];
	}

	/**
	 * Return how many places to compare for a match that is longer than another one.
	 */
	int depthBeyond(int length) {
		return (length < GOOD) ? this.depth : this.depth >> 2;
	}

}
