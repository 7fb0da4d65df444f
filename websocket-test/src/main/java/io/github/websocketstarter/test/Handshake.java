package io.github.websocketstarter.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Checks the server's part of the opening handshake (RFC 6455 §4.2.2, RFC 8441 §5).
 */
final class Handshake {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private Handshake() {
	}

	static void check(HttpRequest request, HttpAnswer answer) {
		require("status", "101", String.valueOf(answer.status()), answer);
		require("Upgrade", "websocket", answer.header("Upgrade"), answer);
		require("Connection", "upgrade", answer.header("Connection"), answer);
		String accept = accept(request.header("Sec-WebSocket-Key"));
		require("Sec-WebSocket-Accept", accept, answer.header("Sec-WebSocket-Accept"), answer);
	}

	static void check(Http2Request request, HttpAnswer answer) {
		if (answer.status() < 200 || answer.status() > 299) {
			throw new AssertionError("expected a status from 200 to 299 but received " + answer);
		}
		String key = request.header("sec-websocket-key");
		require("Sec-WebSocket-Accept", key.isEmpty() ? "" : accept(key), answer.header("Sec-WebSocket-Accept"),
				answer);
	}

	private static void require(String name, String expected, String found, HttpAnswer answer) {
		boolean matches = name.startsWith("Sec-") ? found.equals(expected) : found.equalsIgnoreCase(expected);
		if (!matches) {
			throw new AssertionError("expected %s %s but received %s".formatted(name, expected, answer));
		}
	}

	static String accept(String key) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-1");
			return Base64.getEncoder().encodeToString(digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
