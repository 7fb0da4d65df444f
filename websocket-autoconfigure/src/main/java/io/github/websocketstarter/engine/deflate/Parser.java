package io.github.websocketstarter.engine.deflate;

/**
 * Turns bytes into literals and matches.
 */
final class Parser {

	/** A match is at least as long as a sequence that can be found. */
	private static final int NO_LENGTH = History.SEQUENCE - 1;

	private Parser() {
	}

	/**
	 * Parse the end of a history.
	 * @param history the history
	 * @param from the index to begin at
	 * @param farthest how far back to refer
	 * @param effort how hard to look for matches
	 * @param out where the tokens go
	 */
	static void parse(History history, int from, int farthest, Effort effort, Tokens out) {
		int end = history.end();
		int last = end - History.SEQUENCE;
		int at = from;
		byte[] bytes = history.bytes();
		int match = Match.NONE;
		out.makeRoom(end - from);
		while (at <= last) {
			match = history.continued(at, match, effort);
			if (match == Match.NONE) {
				match = history.longest(at, farthest, NO_LENGTH, effort);
			}
			if (match == Match.NONE) {
				out.literal(bytes[at++]);
				continue;
			}
			while (Match.length(match) < effort.lazy() && at < last) {
				int next = history.longest(at + 1, farthest, Match.length(match), effort);
				if (next == Match.NONE) {
					break;
				}
				out.literal(bytes[at++]);
				match = next;
			}
			out.match(match);
			at += Match.length(match);
			if (Match.length(match) > effort.dense()) {
				// what repeats itself at length is found again nevertheless
				history.rememberUntil(at, effort.step());
			}
		}
		while (at < end) {
			out.literal(bytes[at++]);
		}
		history.rememberUntil(end, 1);
	}

}
