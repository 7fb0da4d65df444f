package io.github.websocketstarter.engine;

/**
 * What was agreed about compressing the messages of one connection (RFC 7692).
 *
 * @param level the compression level, 1 (fast) to 9 (small)
 * @param threshold the smallest message to compress, bytes
 * @param serverTakeover whether a message to the client may refer to those before it
 * @param serverWindowBits how far back it may refer, 9 to 15
 * @param clientTakeover whether a message from the client may refer to those before it
 * @param clientWindowBits how far back it may refer, 9 to 15
 */
public record Compression(int level, int threshold, boolean serverTakeover, int serverWindowBits,
		boolean clientTakeover, int clientWindowBits) {
}
