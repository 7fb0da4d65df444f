package io.github.websocketstarter.handshake;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Sub-protocols of the opening handshake: what a client offers, and which of them the
 * server takes. Over HTTP/2 they are the same. Without state.
 * <p>
 * Mirrors {@code WebSocketManager.WebSocketRequestedProtocols} and
 * {@code WebSocketValidate.ValidateSubprotocol} of .NET.
 *
 * @since 0.1.0
 */
public final class SubProtocols {

	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	private SubProtocols() {
	}

	/**
	 * Return what a client offers.
	 * @param headers the headers of its request
	 * @return the elements of all {@code Sec-WebSocket-Protocol} lines, trimmed, in
	 * order, unmodifiable; empty if there are none; texts of the client, not checked
	 */
	public static List<String> requested(HttpHeaders headers) {
		Assert.notNull(headers, "'headers' must not be null");
		return List.copyOf(HandshakeHeaders.list(headers, HandshakeHeaders.PROTOCOL));
	}

	/**
	 * Choose a sub-protocol, in the client's order of preference.
	 * @param requested what the client offers
	 * @param supported what the server supports, in any order; letter case matters
	 * @return the first of the requested that is supported, or {@code null} if none is
	 */
	public static @Nullable String select(List<String> requested, Collection<String> supported) {
		Assert.notNull(requested, "'requested' must not be null");
		Assert.notNull(supported, "'supported' must not be null");
		for (String protocol : requested) {
			if (supported.contains(protocol)) {
				return protocol;
			}
		}
		return null;
	}

	/**
	 * Check the name of a sub-protocol that the server is about to use.
	 * @param subProtocol the name
	 * @return the name as it was given
	 * @throws IllegalArgumentException if it is not a token of RFC 9110 §5.6.2: blank, or
	 * with a space, a separator or a character that is not printable ASCII
	 */
	public static String requireToken(String subProtocol) {
		Assert.notNull(subProtocol, "'subProtocol' must not be null");
		Assert.isTrue(TOKEN.matcher(subProtocol).matches(),
				() -> "'subProtocol' must be one or more of the letters, digits and !#$%&'*+-.^_`|~ but is '"
						+ subProtocol + "'");
		return subProtocol;
	}

}
