package io.github.websocketstarter.handshake;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * The addresses that begin with the same bits, such as {@code 10.0.0.0/8}. Immutable.
 */
final class AddressRange {

	private static final Pattern NOTATION = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

	private final byte[] octets;

	private final int bits;

	private AddressRange(byte[] octets, int bits) {
		this.octets = octets;
		this.bits = bits;
	}

	/**
	 * Read a range.
	 * @param text an address, or one and the number of its leading bits that matter
	 * @return the range
	 * @throws IllegalArgumentException if it is none; the message quotes it
	 */
	static AddressRange of(String text) {
		Matcher matcher = NOTATION.matcher(text);
		InetAddress address = matcher.matches() ? AddressLiteral.parse(matcher.group(1)) : null;
		Assert.isTrue(address != null, () -> "'" + text + "' is not an IP address or range: it must be like "
				+ "'192.0.2.1', '10.0.0.0/8' or '2001:db8::/32'; names are not looked up");
		byte[] octets = address.getAddress();
		int most = Byte.SIZE * octets.length;
		int bits = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : most;
		Assert.isTrue(bits <= most, () -> "'" + text + "' is not an IP range: after '/' there must be at most " + most);
		return new AddressRange(octets, bits);
	}

	boolean contains(InetAddress address) {
		byte[] other = address.getAddress();
		if (other.length != this.octets.length) {
			return false;
		}
		int whole = this.bits / Byte.SIZE;
		for (int i = 0; i < whole; i++) {
			if (other[i] != this.octets[i]) {
				return false;
			}
		}
		int rest = this.bits % Byte.SIZE;
		return rest == 0 || ((other[whole] ^ this.octets[whole]) & (0xFF00 >> rest)) == 0;
	}

}
