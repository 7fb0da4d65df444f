package io.github.websocketstarter.test;

/**
 * What a {@link RawConnection} speaks to the server.
 *
 * @since 0.1.0
 */
public enum Protocol {

	/**
	 * HTTP/1.1 over TCP: a WebSocket is a TCP connection (RFC 6455).
	 */
	HTTP_1_1("HTTP/1.1", "http/1.1", false, false),

	/**
	 * HTTP/1.1 over TLS. Every certificate is trusted.
	 */
	HTTP_1_1_TLS("HTTP/1.1 over TLS", "http/1.1", true, false),

	/**
	 * HTTP/2 over TCP with prior knowledge: a WebSocket is a stream (RFC 8441).
	 */
	H2C("h2c", "h2c", false, true),

	/**
	 * HTTP/2 over TLS, agreed by ALPN. Every certificate is trusted.
	 */
	H2("h2", "h2", true, true);

	private final String name;

	private final String alpn;

	private final boolean tls;

	private final boolean http2;

	Protocol(String name, String alpn, boolean tls, boolean http2) {
		this.name = name;
		this.alpn = alpn;
		this.tls = tls;
		this.http2 = http2;
	}

	/**
	 * Return whether a WebSocket is a stream of an HTTP/2 connection.
	 * @return {@code false} if it is a connection of its own
	 */
	public boolean isHttp2() {
		return this.http2;
	}

	/**
	 * Return whether the connection is encrypted.
	 * @return {@code true} for TLS
	 */
	public boolean isTls() {
		return this.tls;
	}

	Protocol withTls() {
		return this.http2 ? H2 : HTTP_1_1_TLS;
	}

	String alpn() {
		return this.alpn;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
