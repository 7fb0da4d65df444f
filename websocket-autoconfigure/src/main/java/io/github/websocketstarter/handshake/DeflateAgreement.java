package io.github.websocketstarter.handshake;

/**
 * What client and server have agreed on for {@code permessage-deflate} (RFC 7692 §7.1).
 *
 * @param serverNoContextTakeover whether the server compresses each message for itself
 * @param clientNoContextTakeover whether the client does
 * @param serverMaxWindowBits how far back the server may refer, as the power of two of a
 * number of bytes, 9 to 15
 * @param clientMaxWindowBits how far back the client may refer, 9 to 15
 * @param header the {@code Sec-WebSocket-Extensions} header to answer with
 * @since 0.1.0
 */
public record DeflateAgreement(boolean serverNoContextTakeover, boolean clientNoContextTakeover,
		int serverMaxWindowBits, int clientMaxWindowBits, String header) {
}
