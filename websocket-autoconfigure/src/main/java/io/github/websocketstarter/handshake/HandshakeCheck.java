package io.github.websocketstarter.handshake;

import java.util.List;
import java.util.regex.Pattern;

import io.github.websocketstarter.handshake.HandshakeOutcome.Accepted;
import io.github.websocketstarter.handshake.HandshakeOutcome.NotUpgrade;
import io.github.websocketstarter.handshake.HandshakeOutcome.Refused;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

/**
 * Checks an HTTP/1.1 request that asks for a WebSocket (RFC 6455 §4.2.1).
 * <p>
 * The first fault found is the one reported, in this order: method, HTTP version,
 * {@code Connection}, body, {@code Sec-WebSocket-Version} (so that a client of another
 * version learns ours, §4.4), {@code Sec-WebSocket-Key} and {@code Origin}. Lists may be
 * spread over several lines and are compared ignoring case, but the method is not.
 * Immutable and without side effects; nothing is thrown, whatever the client sends. An
 * extended CONNECT of HTTP/2 has no {@code Upgrade} header and is not for this check.
 * <p>
 * Mirrors {@code WebSocketMiddleware} and {@code HandshakeHelpers} of ASP.NET Core, which
 * knows no refusal but 403.
 *
 * @since 0.1.0
 */
public final class HandshakeCheck {

	/**
	 * 16 bytes are 22 characters and padding; decoders are laxer than RFC 6455 §4.1 (5).
	 */
	private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

	private final OriginPolicy origins;

	/**
	 * Create a check.
	 * @param origins the origins to accept
	 */
	public HandshakeCheck(OriginPolicy origins) {
		Assert.notNull(origins, "'origins' must not be null");
		this.origins = origins;
	}

	/**
	 * Check a request.
	 * @param request the request
	 * @return the outcome
	 */
	public HandshakeOutcome check(HandshakeRequest request) {
		Assert.notNull(request, "'request' must not be null");
		HttpHeaders headers = request.headers();
		if (!HandshakeHeaders.contains(headers, HttpHeaders.UPGRADE, "websocket")) {
			return new NotUpgrade();
		}
		Refused refused = checkHttp(request);
		if (refused == null) {
			refused = checkWebSocket(headers);
		}
		if (refused == null && !this.origins.allows(request.uri(), headers)) {
			refused = new Refused(HttpStatus.FORBIDDEN, HttpHeaders.EMPTY, "");
		}
		return (refused != null) ? refused : new Accepted(SubProtocols.requested(headers));
	}

	private static @Nullable Refused checkHttp(HandshakeRequest request) {
		if (!HttpMethod.GET.equals(request.method())) {
			return new Refused(HttpStatus.METHOD_NOT_ALLOWED, HandshakeHeaders.allowGet(), "The method must be GET.");
		}
		if (request.http10()) {
			return Refused.badRequest("The request must be HTTP/1.1.");
		}
		if (!HandshakeHeaders.contains(request.headers(), HttpHeaders.CONNECTION, "upgrade")) {
			return Refused.badRequest("The Connection header must contain 'Upgrade'.");
		}
		if (HandshakeHeaders.announcesBody(request.headers())) {
			return Refused.badRequest("The request must have no body: no Transfer-Encoding header, and a"
					+ " Content-Length header only if it is 0.");
		}
		return null;
	}

	private static @Nullable Refused checkWebSocket(HttpHeaders headers) {
		List<String> versions = HandshakeHeaders.list(headers, HandshakeHeaders.VERSION);
		if (versions.isEmpty()) {
			return Refused.badRequest("The Sec-WebSocket-Version header must be present and contain 13.");
		}
		if (!versions.contains(HandshakeHeaders.SUPPORTED_VERSION)) {
			return new Refused(HttpStatus.UPGRADE_REQUIRED, HandshakeHeaders.upgradeRequired(),
					"The Sec-WebSocket-Version header must contain 13.");
		}
		List<String> keys = headers.getOrEmpty(HandshakeHeaders.KEY);
		if (keys.size() != 1 || !KEY.matcher(keys.get(0)).matches()) {
			return Refused.badRequest("The Sec-WebSocket-Key header must be present once and hold 16 bytes in base64,"
					+ " which are 24 characters.");
		}
		return null;
	}

}
