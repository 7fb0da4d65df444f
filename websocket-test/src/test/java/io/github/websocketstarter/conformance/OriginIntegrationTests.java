package io.github.websocketstarter.conformance;

import java.util.Locale;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check of the {@code Origin} header over the wire.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class OriginIntegrationTests {

	private static HttpRequest from(String... origins) {
		return HttpRequest.upgrade("/echo").with("Origin", origins);
	}

	private static HttpAnswer exchange(TestServer server, HttpRequest request) {
		try (RawConnection connection = server.connect()) {
			return connection.exchange(request);
		}
	}

	@Nested
	@ConformanceTest
	class WithoutList {

		@Parameter
		private TestServer server;

		// OR-1, OR-7
		@ParameterizedTest
		@ValueSource(strings = { "http://example.com", "null", "what is this" })
		void everyOriginIsAllowed(String origin) {
			assertThat(exchange(this.server, from(origin)).status()).isEqualTo(this.server.agreed());
		}

	}

	@Nested
	@ConformanceTest("websocket.allowed-origins=http://example.com,https://Shop.Example.ORG:443,https://*.example.net")
	class WithList {

		@Parameter
		private TestServer server;

		// OR-3
		@Test
		void missingOriginIsAllowed() {
			assertThat(exchange(this.server, from()).status()).isEqualTo(this.server.agreed());
			assertThat(exchange(this.server, from("")).status()).isEqualTo(this.server.agreed());
		}

		// OR-5, OR-7: letter case and default ports do not matter
		@ParameterizedTest
		@ValueSource(strings = { "http://example.com", "http://EXAMPLE.com", "HTTP://example.com",
				"http://example.com:80", "https://shop.example.org", "https://shop.example.org:443",
				"https://a.example.net", "https://a.b.example.net" })
		void listedOriginIsAllowed(String origin) {
			assertThat(exchange(this.server, from(origin)).status()).isEqualTo(this.server.agreed());
		}

		// OR-4, OR-5, OR-7, HS-30; design 3.8 for the pattern
		@ParameterizedTest
		@ValueSource(strings = { "https://example.com", "http://example.com:8080", "http://e.com",
				"http://example.com.evil.org", "http://evil-example.com", "https://example.net",
				"https://a.example.net:8443", "http://a.example.net", "https://evilexample.net", "null",
				"what is this" })
		void otherOriginIsForbidden(String origin) {
			HttpAnswer answer = exchange(this.server, from(origin));

			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.body()).isEmpty();
		}

		// OR-6
		@Test
		void twoOriginsAreForbidden() {
			assertThat(exchange(this.server, from("http://example.com", "http://example.com")).status()).isEqualTo(403);
			assertThat(exchange(this.server, from("http://example.com, http://example.com")).status()).isEqualTo(403);
		}

		// OR-2
		@Test
		void ordinaryRequestsAreNotChecked() {
			HttpRequest foreign = HttpRequest.get("/plain").with("Origin", "http://e.com");

			assertThat(exchange(this.server, foreign).status()).isEqualTo(200);
			int upgradeRequired = this.server.protocol().isHttp2() ? 400 : 426;
			assertThat(exchange(this.server, from("http://e.com").with("Upgrade")).status()).isEqualTo(upgradeRequired);
		}

		// OR-4: whatever maps the handler
		@ParameterizedTest
		@EnumSource
		void everyWayToMapHandlersIsChecked(EchoTarget target) {
			try (RawConnection connection = this.server.connect()) {
				HttpRequest request = from("http://e.com").withTarget(target.path());

				assertThat(connection.exchange(request).status()).isEqualTo(403);
				connection.upgrade(request.with("Origin", "http://example.com")).ping("usable");
			}
		}

	}

	@Nested
	@ConformanceTest("websocket.allowed-origins=same-origin")
	class WithSameOrigin {

		@Parameter
		private TestServer server;

		// OR-9
		@ParameterizedTest
		@ValueSource(strings = { "{scheme}://example.com:8080", "{SCHEME}://Example.COM:8080" })
		void originOfTheHostIsAllowed(String origin) {
			assertThat(status(origin)).isEqualTo(this.server.agreed());
		}

		// OR-9
		@ParameterizedTest
		@ValueSource(strings = { "{scheme}://example.com", "{other}://example.com:8080",
				"{scheme}://www.example.com:8080", "null" })
		void otherOriginIsForbidden(String origin) {
			assertThat(status(origin)).isEqualTo(403);
		}

		private int status(String origin) {
			String scheme = this.server.protocol().isTls() ? "https" : "http";
			String expanded = origin.replace("{scheme}", scheme)
				.replace("{SCHEME}", scheme.toUpperCase(Locale.ROOT))
				.replace("{other}", scheme.equals("http") ? "https" : "http");
			return exchange(this.server, from(expanded).with("Host", "example.com:8080")).status();
		}

		// Design 3.8
		@Test
		void missingOriginIsAllowed() {
			assertThat(exchange(this.server, from()).status()).isEqualTo(this.server.agreed());
		}

	}

}
