package io.github.websocketstarter.engine;

/**
 * What a server wants to agree with its clients about compression.
 *
 * @param enabled whether messages may be compressed
 * @param level the compression level, 1 (fast) to 9 (small)
 * @param threshold the smallest message to compress, bytes
 * @param serverMaxWindowBits how far back a message to the client may refer, 9 to 15
 * @param disableServerContextTakeover whether a message to the client never refers to
 * those before it
 */
public record CompressionSettings(boolean enabled, int level, int threshold, int serverMaxWindowBits,
		boolean disableServerContextTakeover) {

	/** The settings of an application that sets nothing. */
	public static final CompressionSettings DEFAULTS = new CompressionSettings(false, 6, 0, 15, false);

}
