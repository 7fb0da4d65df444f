package io.github.websocketstarter.handshake;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port (RFC 6454), normalised so that equal origins are equal records.
 *
 * @param scheme in lower case
 * @param host in lower case, an IPv6 address in its long form and in brackets
 * @param port the port, that of the scheme if none was given, -1 if the scheme has none
 */
record Origin(String scheme, String host, int port) {

	/**
	 * Plain character classes: a client's text of any length is matched without
	 * recursion.
	 */
	private static final Pattern SYNTAX = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+)://"
			+ "(\\[[0-9A-Fa-f.]*+:[0-9A-Fa-f.:]*+]|[A-Za-z0-9_-][A-Za-z0-9._-]*+)" + "(?::([0-9]{1,5}+))?");

	/**
	 * Read an origin as browsers write it.
	 * @param text such as {@code https://app.example.com:8443}
	 * @return the origin, or {@code null} if the text is anything more, less or else
	 */
	static @Nullable Origin parse(String text) {
		Matcher matcher = SYNTAX.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
		String host = normalizeHost(matcher.group(2).toLowerCase(Locale.ROOT));
		int port = (matcher.group(3) != null) ? Integer.parseInt(matcher.group(3)) : defaultPort(scheme);
		return (host == null || port == 0 || port > 65535) ? null : new Origin(scheme, host, port);
	}

	/**
	 * Tell the origin of the pages that a server serves under the address of a request.
	 * @param uri the absolute address of the request
	 * @return the origin, with the scheme of pages for that of sockets, or {@code null}
	 * if the address has none
	 */
	static @Nullable Origin of(URI uri) {
		if (uri.getScheme() == null || uri.getRawAuthority() == null) {
			return null;
		}
		String scheme = switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
			case "ws" -> "http";
			case "wss" -> "https";
			default -> uri.getScheme();
		};
		// not getHost(), which is null for a name with an underscore
		return parse(scheme + "://" + uri.getRawAuthority());
	}

	private static @Nullable String normalizeHost(String host) {
		if (!host.startsWith("[")) {
			return host.contains("..") ? null : host;
		}
		try {
			// in brackets and with a colon: an address, never looked up
			return "[" + InetAddress.getByName(host).getHostAddress() + "]";
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static int defaultPort(String scheme) {
		return switch (scheme) {
			case "http" -> 80;
			case "https" -> 443;
			default -> -1;
		};
	}

}
