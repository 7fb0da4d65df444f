package io.github.websocketstarter.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.websocketstarter.test.HttpRequest.Header;

/**
 * The headers of an HTTP/2 request to send, legal or not: nothing is added to, taken from
 * or checked in what is given. The {@code with…} methods return changed copies.
 *
 * @param headers the fields in the order of the wire, with the pseudo-headers such as
 * {@code :path}
 * @param endStream whether our side of the stream ends with the headers
 * @since 0.1.0
 */
public record Http2Request(List<Header> headers, boolean endStream) {

	// What only HTTP/1.1 has (RFC 9113 §8.2.2), and Sec-WebSocket-Key (RFC 8441 §5)
	private static final Set<String> HTTP_1_1_ONLY = Set.of("host", "connection", "upgrade", "transfer-encoding",
			"keep-alive", "sec-websocket-key");

	/**
	 * Say in HTTP/2 what a request of HTTP/1.1 says. An opening handshake becomes an
	 * extended CONNECT without {@code Sec-WebSocket-Key} (RFC 8441 §5), for the protocol
	 * that the {@code Upgrade} header names.
	 * @param request the request; its version does not matter
	 * @param protocol {@link Protocol#H2} or {@link Protocol#H2C}, for the scheme
	 * @return the headers of the request
	 */
	public static Http2Request of(HttpRequest request, Protocol protocol) {
		List<Header> headers = new ArrayList<>();
		boolean upgrade = request.method().equals("GET") && !request.header("Upgrade").isEmpty();
		headers.add(new Header(":method", upgrade ? "CONNECT" : request.method()));
		if (upgrade) {
			headers.add(new Header(":protocol", request.header("Upgrade")));
		}
		headers.add(new Header(":scheme", protocol.isTls() ? "https" : "http"));
		headers.add(new Header(":path", request.target()));
		headers.add(new Header(":authority", request.header("Host")));
		for (Header header : request.headers()) {
			String name = header.name().toLowerCase(Locale.ROOT);
			if (!HTTP_1_1_ONLY.contains(name)) {
				headers.add(new Header(name, header.value()));
			}
		}
		return new Http2Request(List.copyOf(headers), !upgrade && request.body().isEmpty());
	}

	/**
	 * Return a copy with one more field: a pseudo-header behind the last of them, another
	 * one at the end.
	 * @param name the name
	 * @param value the value
	 * @return the changed copy
	 */
	public Http2Request withAdded(String name, String value) {
		List<Header> changed = new ArrayList<>(this.headers);
		changed.add(name.startsWith(":") ? pseudoHeaders(changed) : changed.size(), new Header(name, value));
		return new Http2Request(List.copyOf(changed), this.endStream);
	}

	/**
	 * Return a copy in which one field, or one field per value, stands for all fields of
	 * this name.
	 * @param name the name
	 * @param values the values, none to leave the field out
	 * @return the changed copy
	 */
	public Http2Request with(String name, String... values) {
		List<Header> others = new ArrayList<>(this.headers);
		others.removeIf((header) -> header.name().equals(name));
		Http2Request changed = new Http2Request(List.copyOf(others), this.endStream);
		for (String value : values) {
			changed = changed.withAdded(name, value);
		}
		return changed;
	}

	/**
	 * Return a copy that ends our side of the stream, or does not.
	 * @param endStream whether it does
	 * @return the changed copy
	 */
	public Http2Request withEndStream(boolean endStream) {
		return new Http2Request(this.headers, endStream);
	}

	/**
	 * Return the value of a field.
	 * @param name the name
	 * @return the first value, empty if there is none
	 */
	public String header(String name) {
		return this.headers.stream()
			.filter((header) -> header.name().equals(name))
			.map(Header::value)
			.findFirst()
			.orElse("");
	}

	boolean isConnect() {
		return header(":method").equals("CONNECT");
	}

	private static int pseudoHeaders(List<Header> headers) {
		return (int) headers.stream().takeWhile((header) -> header.name().startsWith(":")).count();
	}

}
