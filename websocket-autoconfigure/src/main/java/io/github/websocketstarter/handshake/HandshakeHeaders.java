package io.github.websocketstarter.handshake;

import java.util.ArrayList;
import java.util.List;

import org.springframework.http.HttpHeaders;

/**
 * Header names and lists of the opening handshake.
 */
final class HandshakeHeaders {

	static final String KEY = "Sec-WebSocket-Key";

	static final String VERSION = "Sec-WebSocket-Version";

	static final String PROTOCOL = "Sec-WebSocket-Protocol";

	static final String EXTENSIONS = "Sec-WebSocket-Extensions";

	/** The only version there is (RFC 6455 §4.1). */
	static final String SUPPORTED_VERSION = "13";

	private HandshakeHeaders() {
	}

	/**
	 * Read a list that may be spread over several lines (RFC 9110 §5.6.1).
	 * @param headers the headers
	 * @param name the name of the header
	 * @return the elements in order, trimmed, without empty ones
	 */
	static List<String> list(HttpHeaders headers, String name) {
		List<String> elements = new ArrayList<>();
		for (String line : headers.getOrEmpty(name)) {
			for (String element : line.split(",")) {
				String trimmed = element.trim();
				if (!trimmed.isEmpty()) {
					elements.add(trimmed);
				}
			}
		}
		return elements;
	}

	static boolean contains(HttpHeaders headers, String name, String element) {
		return list(headers, name).stream().anyMatch(element::equalsIgnoreCase);
	}

	/**
	 * Return whether a body follows the request, going by its framing (RFC 9112 §6).
	 * @param headers the headers
	 * @return whether there is a Transfer-Encoding or a Content-Length other than zero
	 */
	static boolean announcesBody(HttpHeaders headers) {
		return headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
				|| headers.getOrEmpty(HttpHeaders.CONTENT_LENGTH).stream().anyMatch((length) -> !length.equals("0"));
	}

	static HttpHeaders allowGet() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ALLOW, "GET");
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	static HttpHeaders upgradeRequired() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.UPGRADE, "websocket");
		headers.set(HttpHeaders.CONNECTION, "Upgrade");
		headers.set(VERSION, SUPPORTED_VERSION);
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

}
