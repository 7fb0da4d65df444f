package io.github.websocketstarter.engine.deflate;

/**
 * A repetition of what was before, as one number: its length, and its distance in the
 * lower half. A number without length is a literal.
 */
final class Match {

	static final int NONE = 0;

	private Match() {
	}

	static int of(int length, int distance) {
		return length << 16 | distance;
	}

	static int length(int match) {
		return match >>> 16;
	}

	static int distance(int match) {
		return match & 0xFFFF;
	}

}
