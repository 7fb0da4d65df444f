package io.github.websocketstarter.handshake;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Decides whether, and how, the messages of a connection are compressed with
 * {@code permessage-deflate} (RFC 7692).
 * <p>
 * The client's first acceptable offer is taken. An offer is declined if it has a
 * parameter that is unknown, occurs twice or has a value it must not have: window bits
 * are 9 to 15, in quotes or not, without sign and leading zeros, or not given, which
 * means 15. The 8 bits that the RFC allows too are declined, since zlib does not compress
 * with them.
 * <p>
 * Mirrors {@code HandshakeHelpers.ParseDeflateOptions} of ASP.NET Core, which ignores
 * unknown parameters and takes {@code permessage-deflate} for a prefix.
 *
 * @param enabled whether messages may be compressed
 * @param serverMaxWindowBits how far back the server refers at most, as the power of two
 * of a number of bytes, 9 to 15
 * @param disableServerContextTakeover whether the server compresses each message for
 * itself, even if the client does not ask for it
 * @since 0.1.0
 */
public record DeflatePolicy(boolean enabled, int serverMaxWindowBits, boolean disableServerContextTakeover) {

	/**
	 * Create a policy.
	 * @param enabled whether messages may be compressed
	 * @param serverMaxWindowBits how far back the server refers at most, 9 to 15
	 * @param disableServerContextTakeover whether the server compresses each message for
	 * itself
	 * @throws IllegalArgumentException if the window bits are not 9 to 15
	 */
	public DeflatePolicy {
		Assert.isTrue(serverMaxWindowBits >= 9 && serverMaxWindowBits <= DeflateOffer.MAX_WINDOW_BITS,
				() -> "'serverMaxWindowBits' must be 9 to 15 but is " + serverMaxWindowBits);
	}

	/**
	 * Answer a client.
	 * @param headers the headers of its request
	 * @return what is agreed, or {@code null} if the connection is not compressed, which
	 * is no fault: nothing was offered, nothing acceptable, or the policy is not enabled
	 */
	public @Nullable DeflateAgreement answer(HttpHeaders headers) {
		Assert.notNull(headers, "'headers' must not be null");
		if (!this.enabled) {
			return null;
		}
		for (String line : headers.getOrEmpty(HandshakeHeaders.EXTENSIONS)) {
			ExtensionParser parser = new ExtensionParser(line);
			Extension extension;
			while ((extension = parser.next()) != null) {
				DeflateOffer offer = DeflateOffer.of(extension);
				if (offer != null) {
					return offer.accept(this);
				}
			}
		}
		return null;
	}

}
