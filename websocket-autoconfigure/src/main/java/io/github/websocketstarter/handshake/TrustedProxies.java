package io.github.websocketstarter.handshake;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The proxies that are believed when they say who their client is. What the client itself
 * has written into the headers that they complete is not believed. Immutable.
 *
 * @since 0.1.0
 */
public final class TrustedProxies {

	private final List<AddressRange> ranges;

	private TrustedProxies(List<AddressRange> ranges) {
		this.ranges = ranges;
	}

	/**
	 * Create from addresses.
	 * @param ranges the addresses of the proxies, such as {@code 192.0.2.1} and
	 * {@code 10.0.0.0/8}
	 * @return the proxies
	 * @throws IllegalArgumentException if an entry is no address; the message quotes it
	 */
	public static TrustedProxies of(List<String> ranges) {
		return new TrustedProxies(ranges.stream().map(AddressRange::of).toList());
	}

	/**
	 * Find the client of a request: going back from the connection, the first one that is
	 * no trusted proxy. If a proxy does not tell, or {@code Forwarded} and
	 * {@code X-Forwarded-For} tell different clients, so that one of them was written by
	 * the client, it is the last proxy that is known for sure.
	 * @param peer who has connected
	 * @param forwarded the lines of {@code Forwarded} (RFC 7239)
	 * @param forwardedFor the lines of {@code X-Forwarded-For}
	 * @return the client
	 */
	public InetAddress client(InetAddress peer, List<String> forwarded, List<String> forwardedFor) {
		if (!trusts(peer)) {
			return peer;
		}
		InetAddress one = forwarded.isEmpty() ? null : client(peer, forwarded, true);
		InetAddress other = forwardedFor.isEmpty() ? null : client(peer, forwardedFor, false);
		if (one != null && other != null) {
			return one.equals(other) ? one : peer;
		}
		if (one != null) {
			return one;
		}
		return (other != null) ? other : peer;
	}

	private boolean trusts(InetAddress address) {
		return this.ranges.stream().anyMatch((range) -> range.contains(address));
	}

	private InetAddress client(InetAddress peer, List<String> lines, boolean standard) {
		InetAddress known = peer;
		for (String entry : fromTheLast(lines)) {
			InetAddress next = standard ? standard(entry) : AddressLiteral.parseNode(entry.strip());
			if (next == null) {
				return known;
			}
			known = next;
			if (!trusts(next)) {
				return known;
			}
		}
		return known;
	}

	// An address has no comma, and a quote that the client does not close must not hide
	// what the proxy adds.
	private static List<String> fromTheLast(List<String> lines) {
		List<String> entries = new ArrayList<>();
		lines.forEach((line) -> entries.addAll(Arrays.asList(line.split(",", -1))));
		Collections.reverse(entries);
		return entries;
	}

	private static @Nullable InetAddress standard(String entry) {
		InetAddress found = null;
		for (String pair : entry.split(";")) {
			String stripped = pair.strip();
			if (stripped.toLowerCase(Locale.ROOT).startsWith("for=")) {
				if (found != null) {
					return null;
				}
				found = AddressLiteral.parseNode(unquote(stripped.substring(4)));
				if (found == null) {
					return null;
				}
			}
		}
		return found;
	}

	private static String unquote(String text) {
		boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
		return quoted ? text.substring(1, text.length() - 1) : text;
	}

}
