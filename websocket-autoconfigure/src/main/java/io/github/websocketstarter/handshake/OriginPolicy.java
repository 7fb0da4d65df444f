package io.github.websocketstarter.handshake;

import java.net.URI;
import java.util.Collection;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Decides which pages may open a WebSocket, by the {@code Origin} header that browsers
 * send and pages cannot forge.
 * <p>
 * Built from a list such as {@code websocket.allowed-origins}; a request passes if any
 * entry matches:
 * <ul>
 * <li>{@code *}: every origin</li>
 * <li>{@code https://app.example.com}, {@code http://localhost:3000}: that origin; any
 * scheme but {@code ws} and {@code wss}, so {@code capacitor://localhost} too</li>
 * <li>{@code https://*.example.com}: every sub-domain at any depth, but neither
 * {@code example.com} itself nor another scheme or port</li>
 * <li>{@code same-origin}: the scheme, host and port of the request itself. Behind a
 * proxy they are right only if forwarded headers are applied. Does not protect from DNS
 * rebinding, which only a list of origins does</li>
 * <li>{@code null}: pages without an origin, such as sandboxed frames and local files.
 * Any page can make itself one</li>
 * <li>an empty text: none. So a list with nothing else refuses every browser</li>
 * </ul>
 * Scheme and host are compared ignoring case, with the default ports of {@code http} and
 * {@code https} filled in; international names are converted to their {@code xn--} form,
 * which must be given as such for a name with {@code ß}.
 * <p>
 * A request without {@code Origin}, or with an empty one, does not come from a browser
 * and passes in any case; a request with several of them is refused unless all origins
 * are allowed. This is no authentication: what is not a browser sends what it likes.
 * Immutable.
 * <p>
 * Mirrors {@code WebSocketOptions.AllowedOrigins} of ASP.NET Core (which compares texts)
 * and {@code AspNetWebSocketOptions.RequireSameOrigin} of System.Web (which refuses a
 * request without {@code Origin}).
 *
 * @since 0.1.0
 */
public final class OriginPolicy {

	private static final String ALL = "*";

	private static final String SAME_ORIGIN = "same-origin";

	private static final String OPAQUE = "null";

	private final List<String> entries;

	private final List<OriginPattern> patterns;

	private OriginPolicy(List<String> entries) {
		this.entries = entries;
		this.patterns = entries.stream()
			.filter((entry) -> !entry.isEmpty() && !List.of(ALL, SAME_ORIGIN, OPAQUE).contains(entry))
			.map(OriginPattern::parse)
			.toList();
	}

	/**
	 * Create a policy.
	 * @param allowedOrigins the entries, white space around them is ignored; no entry at
	 * all allows every origin
	 * @return the policy
	 * @throws IllegalArgumentException if an entry is none of the above; the message
	 * quotes it and says what is allowed
	 */
	public static OriginPolicy of(Collection<String> allowedOrigins) {
		Assert.notNull(allowedOrigins, "'allowedOrigins' must not be null");
		Assert.noNullElements(allowedOrigins, "'allowedOrigins' must not contain null");
		return new OriginPolicy(
				allowedOrigins.stream().map((entry) -> entry.isBlank() ? entry : entry.trim()).toList());
	}

	/**
	 * Return whether this policy was built from any entry at all. One that was not allows
	 * all origins only because nobody has decided.
	 * @return {@code false} if the list was empty
	 */
	public boolean isConfigured() {
		return !this.entries.isEmpty();
	}

	/**
	 * Return whether every origin is allowed, by an entry {@code *} or because there is
	 * no entry.
	 * @return whether every request passes
	 */
	public boolean allowsAll() {
		return this.entries.isEmpty() || this.entries.contains(ALL);
	}

	/**
	 * Check a request, of any HTTP version.
	 * @param uri its absolute URI as the client sees it, forwarded headers applied
	 * @param headers its headers
	 * @return whether it passes
	 */
	public boolean allows(URI uri, HttpHeaders headers) {
		Assert.notNull(uri, "'uri' must not be null");
		Assert.notNull(headers, "'headers' must not be null");
		List<String> origins = headers.getOrEmpty(HttpHeaders.ORIGIN);
		if (allowsAll() || origins.isEmpty()) {
			return true;
		}
		return origins.size() == 1 && (origins.get(0).isBlank() || allows(uri, origins.get(0)));
	}

	private boolean allows(URI uri, String text) {
		if (text.equals(OPAQUE)) {
			return this.entries.contains(OPAQUE);
		}
		Origin origin = Origin.parse(text);
		if (origin == null) {
			return false;
		}
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(origin))
				|| (this.entries.contains(SAME_ORIGIN) && origin.equals(Origin.of(uri)));
	}

	/**
	 * Describe this policy for the log.
	 * @return the entries, or that there are none
	 */
	@Override
	public String toString() {
		return this.entries.isEmpty() ? "all origins (none configured)" : this.entries.toString();
	}

}
