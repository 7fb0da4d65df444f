package io.github.websocketstarter.test;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/**
 * A client for tests of an application with WebSockets. Connects by path over HTTP/1.1 or
 * HTTP/2, and by TLS if the server speaks it, whose certificate is trusted whoever has
 * signed it. Immutable, and safe for use by several threads. What is not as expected is
 * an {@link AssertionError}.
 *
 * <pre class="code">
 * try (WebSocketTestConnection room = client.get("/rooms/{room}", "blue").connect()) {
 *     room.send(new Say("hi"));
 *     assertThat(room.next(Said.class)).isEqualTo(new Said("hi"));
 *     room.sendClose(1000);
 *     room.expectClose(1000);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class WebSocketTestClient {

	private final Builder options;

	private WebSocketTestClient(Builder options) {
		this.options = options;
	}

	/**
	 * Start to choose what to connect to.
	 * @return a builder with the defaults
	 */
	public static Builder bindToServer() {
		return new Builder();
	}

	/**
	 * Start to change a copy of this client.
	 * @return a builder with the options of this client
	 */
	public Builder mutate() {
		return new Builder(this.options);
	}

	/**
	 * Start an opening handshake.
	 * @param uriTemplate path and query below the base URL, or a whole URL; may have
	 * variables in braces
	 * @param variables the values of the variables
	 * @return the handshake with the default headers
	 */
	public Request get(String uriTemplate, Object... variables) {
		return new Request(this.options, this.options.uris.uriString(uriTemplate).build(variables));
	}

	/**
	 * An opening handshake. Immutable: each method returns a changed copy.
	 */
	public static final class Request {

		private final Builder options;

		private final URI uri;

		private final HttpRequest http;

		private Request(Builder options, URI uri) {
			this(options, uri, options.hostOf(uri).withTarget(target(uri)));
		}

		private Request(Builder options, URI uri, HttpRequest http) {
			this.options = options;
			this.uri = uri;
			this.http = http;
		}

		private static String target(URI uri) {
			String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
			return (uri.getRawQuery() != null) ? path + "?" + uri.getRawQuery() : path;
		}

		/**
		 * Set a header, in place of what was set before.
		 * @param name the name, in any letter case
		 * @param values the values, one line each; none to leave the header out
		 * @return the changed copy
		 */
		public Request header(String name, String... values) {
			return new Request(this.options, this.uri, this.http.with(name, values));
		}

		/**
		 * Add a cookie.
		 * @param name the name
		 * @param value the value
		 * @return the changed copy
		 */
		public Request cookie(String name, String value) {
			String others = this.http.header(HttpHeaders.COOKIE);
			return header(HttpHeaders.COOKIE, (others.isEmpty() ? "" : others + "; ") + name + "=" + value);
		}

		/**
		 * Authenticate with a name and a password.
		 * @param name the name
		 * @param password the password
		 * @return the changed copy
		 */
		public Request basicAuth(String name, String password) {
			String credentials = HttpHeaders.encodeBasicAuth(name, password, StandardCharsets.UTF_8);
			return header(HttpHeaders.AUTHORIZATION, "Basic " + credentials);
		}

		/**
		 * Set the origin of the page that connects. Without one it is no browser.
		 * @param origin the origin, such as {@code https://example.com}
		 * @return the changed copy
		 */
		public Request origin(String origin) {
			return header(HttpHeaders.ORIGIN, origin);
		}

		/**
		 * Offer sub-protocols.
		 * @param names the names, the preferred one first
		 * @return the changed copy
		 */
		public Request subProtocols(String... names) {
			return header("Sec-WebSocket-Protocol", String.join(", ", names));
		}

		/**
		 * Connect.
		 * @return the open WebSocket
		 */
		public WebSocketTestConnection connect() {
			RawConnection connection = open();
			try {
				HttpAnswer answer = connection.exchange(this.http);
				if (!isOpen(answer)) {
					throw new AssertionError("expected " + this + " to be accepted but received " + text(answer));
				}
				RawWebSocketClient raw = connection.upgraded(this.http, answer);
				requireOffered(answer);
				return new WebSocketTestConnection(raw, this.options.payloads);
			}
			catch (AssertionError | RuntimeException ex) {
				connection.close();
				throw ex;
			}
		}

		/**
		 * Expect that the server does not open a WebSocket.
		 * @return its answer, with the body as text
		 */
		public ResponseEntity<String> expectRefused() {
			try (RawConnection connection = open()) {
				HttpAnswer answer = connection.exchange(this.http);
				if (isOpen(answer)) {
					throw new AssertionError("expected " + this + " to be refused but received " + text(answer));
				}
				return text(answer);
			}
		}

		/**
		 * Expect that the server does not open a WebSocket but answers in JSON.
		 * @param <T> the type
		 * @param bodyType the type of the body, such as
		 * {@link org.springframework.http.ProblemDetail ProblemDetail}
		 * @return its answer
		 */
		public <T> ResponseEntity<T> expectRefused(Class<T> bodyType) {
			ResponseEntity<String> answer = expectRefused();
			String body = Optional.ofNullable(answer.getBody()).orElse("");
			T value = this.options.payloads.read(body, bodyType);
			return ResponseEntity.status(answer.getStatusCode()).headers(answer.getHeaders()).body(value);
		}

		private RawConnection open() {
			return RawConnection.builder()
				.timeout(this.options.timeout)
				.protocol(protocol())
				.receiveBuffer(this.options.receiveBuffer)
				.connect(this.uri.getHost(), (this.uri.getPort() < 0) ? (isSecure() ? 443 : 80) : this.uri.getPort());
		}

		private Protocol protocol() {
			return isSecure() ? this.options.protocol.withTls() : this.options.protocol;
		}

		private boolean isSecure() {
			return Set.of("https", "wss").contains(this.uri.getScheme().toLowerCase(Locale.ROOT));
		}

		private boolean isOpen(HttpAnswer answer) {
			return protocol().isHttp2() ? answer.status() / 100 == 2 : answer.status() == 101;
		}

		// RFC 6455 §4.1
		private void requireOffered(HttpAnswer answer) {
			String chosen = answer.header("Sec-WebSocket-Protocol");
			String offered = this.http.headers()
				.stream()
				.filter((header) -> header.name().equalsIgnoreCase("Sec-WebSocket-Protocol"))
				.map(HttpRequest.Header::value)
				.collect(Collectors.joining(", "));
			if (!chosen.isEmpty() && !Arrays.asList(offered.strip().split("\\s*,\\s*")).contains(chosen)) {
				throw new AssertionError(
						"expected one of the sub-protocols \"%s\" but received \"%s\"".formatted(offered, chosen));
			}
		}

		private static ResponseEntity<String> text(HttpAnswer answer) {
			HttpHeaders headers = new HttpHeaders();
			answer.headers().forEach(headers::addAll);
			Charset charset = Optional.ofNullable(headers.getContentType())
				.map(MediaType::getCharset)
				.orElse(StandardCharsets.UTF_8);
			String body = new String(answer.body().getBytes(StandardCharsets.ISO_8859_1), charset);
			return ResponseEntity.status(answer.status()).headers(headers).body(body);
		}

		@Override
		public String toString() {
			return "a WebSocket at " + this.uri + " over " + protocol();
		}

	}

	/**
	 * The options of a client.
	 */
	public static final class Builder {

		private UriBuilderFactory uris;

		private Protocol protocol;

		private Duration timeout;

		private int receiveBuffer;

		private PayloadConverter payloads;

		// a handshake with the default headers
		private HttpRequest defaults;

		// whether they say what the host is, or that there is none
		private boolean ownHost;

		private Builder() {
			this.uris = new DefaultUriBuilderFactory("http://localhost:8080");
			this.protocol = Protocol.HTTP_1_1;
			this.timeout = Duration.ofSeconds(5);
			this.payloads = PayloadConverter.standard();
			this.defaults = HttpRequest.upgrade("/");
		}

		private Builder(Builder other) {
			this.uris = other.uris;
			this.protocol = other.protocol;
			this.timeout = other.timeout;
			this.receiveBuffer = other.receiveBuffer;
			this.payloads = other.payloads;
			this.defaults = other.defaults;
			this.ownHost = other.ownHost;
		}

		private HttpRequest hostOf(URI uri) {
			return this.ownHost ? this.defaults : this.defaults.with(HttpHeaders.HOST, uri.getRawAuthority());
		}

		/**
		 * Set where the server is.
		 * @param baseUrl a URL of the scheme {@code ws}, {@code wss}, {@code http} or
		 * {@code https}, by default {@code http://localhost:8080}
		 * @return this builder
		 */
		public Builder baseUrl(String baseUrl) {
			return uriBuilderFactory(new DefaultUriBuilderFactory(baseUrl));
		}

		/**
		 * Set how URLs are made of templates.
		 * @param factory makes whole URLs
		 * @return this builder
		 */
		public Builder uriBuilderFactory(UriBuilderFactory factory) {
			this.uris = factory;
			return this;
		}

		/**
		 * Set what to speak. At a URL of {@code wss} or {@code https} it is spoken over
		 * TLS, so that {@link Protocol#H2C} becomes {@link Protocol#H2}.
		 * @param protocol the protocol, by default HTTP/1.1
		 * @return this builder
		 */
		public Builder protocol(Protocol protocol) {
			this.protocol = protocol;
			return this;
		}

		/**
		 * Set how long connecting, and what is expected from the server, may take.
		 * @param timeout the longest wait, by default five seconds
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			Assert.isTrue(timeout.toMillis() > 0, () -> "'timeout' must be at least 1ms but is " + timeout);
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set how much fits here that the test does not read: the size of the TCP receive
		 * buffer, over HTTP/2 that of the window of the stream. A small one makes the
		 * server feel a slow reader soon.
		 * @param octets the size in octets; 0, the default, leaves it to the operating
		 * system, and over HTTP/2 it is 1 MB
		 * @return this builder
		 */
		public Builder receiveBuffer(int octets) {
			this.receiveBuffer = octets;
			return this;
		}

		/**
		 * Set a header of all handshakes. {@code Host} is that of the URL unless it is
		 * set.
		 * @param name the name, in any letter case
		 * @param values the values, one line each; none to leave the header out
		 * @return this builder
		 */
		public Builder defaultHeader(String name, String... values) {
			this.defaults = this.defaults.with(name, values);
			this.ownHost |= name.equalsIgnoreCase(HttpHeaders.HOST);
			return this;
		}

		/**
		 * Set what reads and writes JSON.
		 * @param mapper the mapper, by default one with the defaults of Jackson
		 * @return this builder
		 */
		public Builder jsonMapper(JsonMapper mapper) {
			this.payloads = new PayloadConverter(new JsonPayloads(mapper));
			return this;
		}

		/**
		 * Create the client.
		 * @return the client
		 */
		public WebSocketTestClient build() {
			return new WebSocketTestClient(new Builder(this));
		}

	}

}
