package io.github.websocketstarter.handshake;

import java.net.IDN;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the list of allowed origins: an origin, or all sub-domains of its host.
 *
 * @param origin the origin
 * @param subDomains whether the sub-domains of the host match, at any depth, instead of
 * the host
 */
record OriginPattern(Origin origin, boolean subDomains) {

	private static final Set<String> SOCKET_SCHEMES = Set.of("ws", "wss");

	/**
	 * Scheme, wildcard, host, and what comes after: a port, or what does not belong
	 * there.
	 */
	private static final Pattern PARTS = Pattern.compile("([^:/]+://)(\\*\\.)?(\\[[^]]*]|[^:/?#\\[]*)(.*)");

	/**
	 * Browsers keep these characters, {@link IDN} replaces them: the entry would allow
	 * another host than it says.
	 */
	private static final Pattern AMBIGUOUS = Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

	static OriginPattern parse(String text) {
		require(!text.isBlank(), text, "it is blank");
		Matcher parts = PARTS.matcher(text);
		require(parts.matches(), text, "it has no scheme such as 'https://'");
		String host = parts.group(3);
		String rest = parts.group(4);
		require(!(host + rest).contains("@"), text, "it must not contain user information");
		require(!(host + rest).contains("*"), text, "'*' must stand alone or be the whole first label of the host");
		require(!rest.contains("/") && !rest.contains("?") && !rest.contains("#"), text,
				"it must end after the host and port, without '/', path, query or fragment");
		require(!AMBIGUOUS.matcher(host).find(), text, "its host must be given in its 'xn--' form");
		boolean subDomains = parts.group(2) != null;
		Origin origin = Origin.parse(parts.group(1) + toAscii(host, text) + rest);
		if (origin == null) {
			throw failure(text, "its scheme, host or port is not valid");
		}
		require(!SOCKET_SCHEMES.contains(origin.scheme()), text,
				"an origin is the address of a page, so its scheme is 'http' or 'https'");
		require(!subDomains || !origin.host().startsWith("["), text, "an IP address has no sub-domains");
		return new OriginPattern(origin, subDomains);
	}

	boolean matches(Origin other) {
		if (!this.subDomains) {
			return this.origin.equals(other);
		}
		return this.origin.scheme().equals(other.scheme()) && this.origin.port() == other.port()
				&& other.host().endsWith("." + this.origin.host());
	}

	private static String toAscii(String host, String text) {
		try {
			return host.startsWith("[") ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
		}
		catch (IllegalArgumentException ex) {
			throw failure(text, "its host is not valid");
		}
	}

	private static void require(boolean condition, String text, String reason) {
		if (!condition) {
			throw failure(text, reason);
		}
	}

	private static IllegalArgumentException failure(String text, String reason) {
		return new IllegalArgumentException("'" + text + "' is not an origin pattern: " + reason
				+ ". An entry of websocket.allowed-origins must be '*', 'same-origin', 'null', an origin such as"
				+ " 'https://app.example.com' with a port if it is not the default one, or sub-domains such as"
				+ " 'https://*.example.com'");
	}

}
