package io.github.websocketstarter.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An HTTP/1 request to send, legal or not: nothing is added to, taken from or checked in
 * what is given. The {@code with…} methods return changed copies.
 *
 * @param method the method
 * @param target the path and query
 * @param version {@code HTTP/1.1} or another
 * @param headers the header lines in the order of the wire
 * @param body what follows the headers, may be empty; its length or chunks are the
 * caller's concern
 * @since 0.1.0
 */
public record HttpRequest(String method, String target, String version, List<Header> headers, String body) {

	/**
	 * Create a GET request with a {@code Host} header and no other.
	 * @param target the path and query
	 * @return the request
	 */
	public static HttpRequest get(String target) {
		return new HttpRequest("GET", target, "HTTP/1.1", List.of(new Header("Host", "localhost")), "");
	}

	/**
	 * Create a valid opening handshake with a random key (RFC 6455 §4.1).
	 * @param target the path and query
	 * @return the request
	 */
	public static HttpRequest upgrade(String target) {
		byte[] key = new byte[16];
		ThreadLocalRandom.current().nextBytes(key);
		return get(target).withAdded("Upgrade", "websocket")
			.withAdded("Connection", "Upgrade")
			.withAdded("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key))
			.withAdded("Sec-WebSocket-Version", "13");
	}

	/**
	 * Return a copy with another method.
	 * @param method the method
	 * @return the changed copy
	 */
	public HttpRequest withMethod(String method) {
		return new HttpRequest(method, this.target, this.version, this.headers, this.body);
	}

	/**
	 * Return a copy with another target.
	 * @param target the path and query
	 * @return the changed copy
	 */
	public HttpRequest withTarget(String target) {
		return new HttpRequest(this.method, target, this.version, this.headers, this.body);
	}

	/**
	 * Return a copy with another version.
	 * @param version the version as in the request line
	 * @return the changed copy
	 */
	public HttpRequest withVersion(String version) {
		return new HttpRequest(this.method, this.target, version, this.headers, this.body);
	}

	/**
	 * Return a copy with another body.
	 * @param body what follows the headers
	 * @return the changed copy
	 */
	public HttpRequest withBody(String body) {
		return new HttpRequest(this.method, this.target, this.version, this.headers, body);
	}

	/**
	 * Return a copy with one more header line.
	 * @param name the name
	 * @param value the value
	 * @return the changed copy
	 */
	public HttpRequest withAdded(String name, String value) {
		List<Header> changed = new ArrayList<>(this.headers);
		changed.add(new Header(name, value));
		return new HttpRequest(this.method, this.target, this.version, List.copyOf(changed), this.body);
	}

	/**
	 * Return a copy in which one line, or one line per value, stands for all lines of
	 * this name.
	 * @param name the name, in any letter case
	 * @param values the values, none to leave the header out
	 * @return the changed copy
	 */
	public HttpRequest with(String name, String... values) {
		List<Header> changed = new ArrayList<>(this.headers);
		changed.removeIf((header) -> header.name().equalsIgnoreCase(name));
		for (String value : values) {
			changed.add(new Header(name, value));
		}
		return new HttpRequest(this.method, this.target, this.version, List.copyOf(changed), this.body);
	}

	/**
	 * Return the value of a header.
	 * @param name the name, in any letter case
	 * @return the first value, empty if there is none
	 */
	public String header(String name) {
		return this.headers.stream()
			.filter((header) -> header.name().equalsIgnoreCase(name))
			.map(Header::value)
			.findFirst()
			.orElse("");
	}

	byte[] encode() {
		StringBuilder text = new StringBuilder(this.method).append(' ')
			.append(this.target)
			.append(' ')
			.append(this.version)
			.append("\r\n");
		this.headers.forEach((header) -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
		return text.append("\r\n").append(this.body).toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * One header line.
	 *
	 * @param name the name
	 * @param value the value
	 */
	public record Header(String name, String value) {

	}

}
