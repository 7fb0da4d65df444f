package io.github.websocketstarter.handshake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.websocketstarter.handshake.Extension.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What a client offers in one {@code permessage-deflate} element (RFC 7692 §7.1).
 *
 * @param parameters the parameters in order, with their window bits or {@value #NO_VALUE}
 */
record DeflateOffer(Map<String, Integer> parameters) {

	static final int MAX_WINDOW_BITS = 15;

	private static final String NAME = "permessage-deflate";

	private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";

	private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";

	private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";

	private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

	/** Not 8, which the RFC allows: zlib does not compress with it. */
	private static final Pattern WINDOW_BITS = Pattern.compile("9|1[0-5]");

	private static final int NO_VALUE = 0;

	private static final int INVALID = -1;

	/**
	 * Read an offer.
	 * @param extension an element of the header
	 * @return the offer, or {@code null} if it must be declined or is for another
	 * extension
	 */
	static @Nullable DeflateOffer of(Extension extension) {
		if (!extension.wellFormed() || !extension.name().equals(NAME)) {
			return null;
		}
		Map<String, Integer> parameters = new LinkedHashMap<>();
		for (Parameter parameter : extension.parameters()) {
			int value = value(parameter.name(), parameter.value());
			if (value == INVALID || parameters.put(parameter.name(), value) != null) {
				return null;
			}
		}
		return new DeflateOffer(parameters);
	}

	private static int value(String name, @Nullable String value) {
		return switch (name) {
			case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> (value != null) ? INVALID : NO_VALUE;
			case SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS -> windowBits(value);
			default -> INVALID;
		};
	}

	private static int windowBits(@Nullable String value) {
		if (value == null) {
			return MAX_WINDOW_BITS;
		}
		return WINDOW_BITS.matcher(value).matches() ? Integer.parseInt(value) : INVALID;
	}

	/**
	 * Accept the offer.
	 * @param policy what the server wants
	 * @return what is agreed
	 */
	DeflateAgreement accept(DeflatePolicy policy) {
		boolean serverNoContext = policy.disableServerContextTakeover()
				|| this.parameters.containsKey(SERVER_NO_CONTEXT_TAKEOVER);
		int serverBits = Math.min(policy.serverMaxWindowBits(), bits(SERVER_MAX_WINDOW_BITS));
		StringBuilder header = new StringBuilder(NAME);
		this.parameters.forEach((name, bits) -> {
			if (name.equals(CLIENT_NO_CONTEXT_TAKEOVER) || name.equals(CLIENT_MAX_WINDOW_BITS)) {
				append(header, name, bits);
			}
		});
		if (serverNoContext) {
			append(header, SERVER_NO_CONTEXT_TAKEOVER, NO_VALUE);
		}
		if (serverBits < MAX_WINDOW_BITS || this.parameters.containsKey(SERVER_MAX_WINDOW_BITS)) {
			append(header, SERVER_MAX_WINDOW_BITS, serverBits);
		}
		return new DeflateAgreement(serverNoContext, this.parameters.containsKey(CLIENT_NO_CONTEXT_TAKEOVER),
				serverBits, bits(CLIENT_MAX_WINDOW_BITS), header.toString());
	}

	private int bits(String name) {
		return this.parameters.getOrDefault(name, MAX_WINDOW_BITS);
	}

	private static void append(StringBuilder header, String name, int value) {
		header.append("; ").append(name);
		if (value != NO_VALUE) {
			header.append('=').append(value);
		}
	}

}
