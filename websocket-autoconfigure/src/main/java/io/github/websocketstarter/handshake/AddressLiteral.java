package io.github.websocketstarter.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses. Never asks the DNS: what is no address is none.
 *
 * @since 0.1.0
 */
public final class AddressLiteral {

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

	private static final Pattern PORT = Pattern.compile(":(\\d{1,5}|_[\\w.-]+)");

	private AddressLiteral() {
	}

	/**
	 * Read an address.
	 * @param text the address, one of IPv6 with or without brackets
	 * @return the address, or {@code null} if it is none; one of IPv4 in the form of IPv6
	 * is one of IPv4
	 */
	public static @Nullable InetAddress parse(String text) {
		if (IPV4.matcher(text).matches()) {
			return parseIpv4(text);
		}
		boolean brackets = text.startsWith("[") && text.endsWith("]");
		String plain = brackets ? text.substring(1, text.length() - 1) : text;
		if (plain.indexOf(':') < 0 || !IPV6.matcher(plain).matches()) {
			return null;
		}
		try {
			// In brackets nothing is taken for a name.
			return InetAddress.getByName("[" + plain + "]");
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static @Nullable InetAddress parseIpv4(String text) {
		String[] numbers = text.split("\\.");
		byte[] octets = new byte[numbers.length];
		for (int i = 0; i < octets.length; i++) {
			int number = Integer.parseInt(numbers[i]);
			if (number > 255) {
				return null;
			}
			octets[i] = (byte) number;
		}
		return of(octets);
	}

	/**
	 * Read an address that may have a port, as in {@code Forwarded} (RFC 7239 §6).
	 * @param text the address
	 * @return the address without the port, or {@code null} if it is none
	 */
	public static @Nullable InetAddress parseNode(String text) {
		InetAddress whole = parse(text);
		int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
		if (whole != null || end <= 0 || !PORT.matcher(text.substring(end)).matches()) {
			return whole;
		}
		return parse(text.substring(0, end));
	}

	static InetAddress of(byte[] octets) {
		try {
			return InetAddress.getByAddress(octets);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
