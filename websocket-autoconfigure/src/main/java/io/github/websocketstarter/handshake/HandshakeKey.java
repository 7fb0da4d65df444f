package io.github.websocketstarter.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The proof that a handshake was understood (RFC 6455 §4.2.2 (5.4)).
 *
 * @since 0.1.0
 */
public final class HandshakeKey {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private HandshakeKey() {
	}

	/**
	 * Answer a key.
	 * @param key the client's {@code Sec-WebSocket-Key}, which is not checked
	 * @return the {@code Sec-WebSocket-Accept}
	 */
	public static String accept(String key) {
		try {
			MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
			return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}
