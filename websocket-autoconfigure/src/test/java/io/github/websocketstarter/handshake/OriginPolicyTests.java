package io.github.websocketstarter.handshake;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OriginPolicy}.
 */
class OriginPolicyTests {

	private static final URI ADDRESS = URI.create("http://server.example/chat");

	// OR-1, OR-7
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                 | true
			''                               | false
			http://e.com                     | false
			http://e.com http://example.com  | true
			*                                | true
			http://e.com *                   | true
			http://ExAmPLE.cOm               | true
			""")
	void listOfOriginsDecides(String list, boolean allowed) {
		List<String> entries = (list != null) ? Arrays.asList(list.split(" ")) : List.of();

		assertThat(OriginPolicy.of(entries).allows(ADDRESS, origin("http://example.com"))).isEqualTo(allowed);
	}

	// OR-5
	@ParameterizedTest
	@CsvSource({ "https://app.example.com, https://app.example.com", "https://app.example.com, HTTPS://App.Example.COM",
			"HTTPS://App.Example.COM, https://app.example.com", "https://app.example.com:443, https://app.example.com",
			"https://app.example.com, https://app.example.com:443", "http://localhost:80, http://localhost",
			"http://localhost:3000, http://localhost:3000", "http://my_app:8080, http://my_app:8080",
			"http://192.0.2.1:8080, http://192.0.2.1:8080", "capacitor://localhost, capacitor://localhost",
			"chrome-extension://abcdefgh, chrome-extension://abcdefgh", "http://[::1]:8080, http://[::1]:8080",
			"http://[0:0:0:0:0:0:0:1], http://[::1]:80", "https://[2001:DB8::1], https://[2001:db8:0::1]",
			"https://bücher.example, https://xn--bcher-kva.example",
			"https://*.bücher.example, https://a.xn--bcher-kva.example",
			"'  https://app.example.com ', https://app.example.com" })
	void equalOriginsAreRecognizedHoweverTheyAreWritten(String entry, String origin) {
		assertThat(OriginPolicy.of(List.of(entry)).allows(ADDRESS, origin(origin))).isTrue();
	}

	// OR-5
	@ParameterizedTest
	@CsvSource({ "https://app.example.com, http://app.example.com",
			"https://app.example.com, https://app.example.com:80",
			"https://app.example.com, https://app.example.com:8443", "https://app.example.com, https://example.com",
			"https://app.example.com, https://app.example.com.evil.example",
			"https://app.example.com, https://evil.example/https://app.example.com",
			"https://app.example.com, https://app.example.com@evil.example",
			"https://app.example.com, https://app.example.com/", "https://app.example.com, app.example.com",
			"https://app.example.com, null",
			"https://app.example.com, 'https://app.example.com, https://app.example.com'",
			"https://app.example.com, https://app.example.com.", "https://app.example.com, https://app.example.com:",
			"https://app.example.com, https://app.example.com:0443x",
			"https://app.example.com, https://app.example.com:65979", "http://[::1], http://[::2]",
			"http://[::1], http://::1", "http://[::1], http://[::1", "http://[::1], http://[::g]",
			"http://[::1], http://[:::::]", "http://kelvin, http://\u212Aelvin",
			"https://bücher.example, https://bücher.example" })
	void otherOriginsAreRefused(String entry, String origin) {
		assertThat(OriginPolicy.of(List.of(entry)).allows(ADDRESS, origin(origin))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example.com, true", "https://A.B.Example.com, true", "https://a.example.com:443, true",
			"https://example.com, false", "https://.example.com, false", "https://a..example.com, false",
			"https://evilexample.com, false", "http://a.example.com, false", "https://a.example.com:8443, false",
			"https://a.example.com.evil.example, false", "https://*.example.com, false" })
	void wildcardCoversSubDomainsOfAnyDepthAndNothingElse(String origin, boolean allowed) {
		OriginPolicy policy = OriginPolicy.of(List.of("https://*.example.com"));

		assertThat(policy.allows(ADDRESS, origin(origin))).isEqualTo(allowed);
	}

	@Test
	void wildcardWithPortCoversThatPortOnly() {
		OriginPolicy policy = OriginPolicy.of(List.of("https://*.example.com:8443"));

		assertThat(policy.allows(ADDRESS, origin("https://a.example.com:8443"))).isTrue();
		assertThat(policy.allows(ADDRESS, origin("https://a.example.com"))).isFalse();
	}

	// OR-3
	@ParameterizedTest
	@ValueSource(strings = { "", "https://app.example.com", "same-origin", "null", "*" })
	void requestWithoutOriginPasses(String entry) {
		OriginPolicy policy = OriginPolicy.of(List.of(entry));

		assertThat(policy.allows(ADDRESS, new HttpHeaders())).isTrue();
		assertThat(policy.allows(ADDRESS, origin(""))).isTrue();
	}

	// OR-6
	@Test
	void requestWithTwoOriginsIsRefused() {
		HttpHeaders headers = origin("https://app.example.com");
		headers.add("Origin", "https://app.example.com");

		assertThat(OriginPolicy.of(List.of("https://app.example.com")).allows(ADDRESS, headers)).isFalse();
		assertThat(OriginPolicy.of(List.of("*")).allows(ADDRESS, headers)).isTrue();
		assertThat(OriginPolicy.of(List.of()).allows(ADDRESS, headers)).isTrue();
	}

	// OR-9
	@ParameterizedTest
	@CsvSource({ "http://server.example/a, http://server.example, true",
			"http://Server.Example:80/a, http://server.example, true",
			"ws://server.example/a, http://server.example, true",
			"wss://server.example/a, https://server.example, true",
			"https://server.example/a, https://server.example:443, true",
			"https://server.example:8443/a, https://server.example:8443, true",
			"http://my_app:8080/, http://my_app:8080, true", "http://[::1]:8080/, http://[0:0::1]:8080, true",
			"http://server.example/a, https://server.example, false",
			"http://server.example/a, http://server.example:8080, false",
			"http://server.example:8080/a, http://server.example, false",
			"http://server.example/a, http://other.example, false", "http://server.example/a, null, false",
			"http://server.example@evil.example/a, http://server.example, false", "/a, http://server.example, false",
			"mailto:a@server.example, http://server.example, false" })
	void sameOriginIsThatOfTheRequest(URI uri, String origin, boolean allowed) {
		OriginPolicy policy = OriginPolicy.of(List.of("same-origin"));

		assertThat(policy.allows(uri, origin(origin))).isEqualTo(allowed);
	}

	@Test
	void sameOriginGoesWithOtherEntries() {
		OriginPolicy policy = OriginPolicy.of(List.of("same-origin", "https://app.example.com"));

		assertThat(policy.allows(ADDRESS, origin("http://server.example"))).isTrue();
		assertThat(policy.allows(ADDRESS, origin("https://app.example.com"))).isTrue();
		assertThat(policy.allows(ADDRESS, origin("https://evil.example"))).isFalse();
	}

	// OR-5
	@Test
	void opaqueOriginIsAllowedOnlyByName() {
		OriginPolicy policy = OriginPolicy.of(List.of("null"));

		assertThat(policy.allows(ADDRESS, origin("null"))).isTrue();
		assertThat(policy.allows(ADDRESS, origin("http://null"))).isFalse();
		assertThat(OriginPolicy.of(List.of("https://*.example.com")).allows(ADDRESS, origin("null"))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					" "                                | it is blank
					app.example.com                    | it has no scheme such as 'https://'
					*.example.com                      | it has no scheme such as 'https://'
					//app.example.com                  | it has no scheme such as 'https://'
					Same-Origin                        | it has no scheme such as 'https://'
					https://app.example.com/           | it must end after the host and port, without '/', path, query or fragment
					https://app.example.com/chat       | it must end after the host and port, without '/', path, query or fragment
					https://app.example.com:8443/chat  | it must end after the host and port, without '/', path, query or fragment
					https://app.example.com?a          | it must end after the host and port, without '/', path, query or fragment
					https://app.example.com#a          | it must end after the host and port, without '/', path, query or fragment
					https://me@app.example.com         | it must not contain user information
					https://me:pw@app.example.com      | it must not contain user information
					https://*                          | '*' must stand alone or be the whole first label of the host
					https://app.*.com                  | '*' must stand alone or be the whole first label of the host
					https://app*.example.com           | '*' must stand alone or be the whole first label of the host
					https://*.*.com                    | '*' must stand alone or be the whole first label of the host
					https://app.example.com:*          | '*' must stand alone or be the whole first label of the host
					*://app.example.com                | its scheme, host or port is not valid
					https://                           | its scheme, host or port is not valid
					https://*.                         | its scheme, host or port is not valid
					https://app..example.com           | its host is not valid
					https://app example.com            | its scheme, host or port is not valid
					https://app.example.com:           | its scheme, host or port is not valid
					https://app.example.com:0          | its scheme, host or port is not valid
					https://app.example.com:65536      | its scheme, host or port is not valid
					https://app.example.com:http       | its scheme, host or port is not valid
					https://::1                        | its scheme, host or port is not valid
					https://[::1                       | its scheme, host or port is not valid
					https://[localhost]                | its scheme, host or port is not valid
					https://straße.example             | its host must be given in its 'xn--' form
					https://[abc]                      | its scheme, host or port is not valid
					https://*.[::1]                    | an IP address has no sub-domains
					wss://app.example.com              | an origin is the address of a page, so its scheme is 'http' or 'https'
					WS://app.example.com:80            | an origin is the address of a page, so its scheme is 'http' or 'https'
					""")
	void entryThatIsNoPatternIsRefusedWithTheRemedy(String entry, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.of(List.of("*", entry)))
			.withMessageStartingWith("'" + entry + "' is not an origin pattern: " + reason + ". ")
			.withMessageContaining("An entry of websocket.allowed-origins must be '*', 'same-origin', 'null',")
			.withMessageEndingWith("or sub-domains such as 'https://*.example.com'");
	}

	@Test
	void nullEntryIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OriginPolicy.of(Arrays.asList("*", null)))
			.withMessage("'allowedOrigins' must not contain null");
	}

	@Test
	void policyKnowsWhetherItAllowsAllAndWhetherAnybodyDecidedSo() {
		OriginPolicy unset = OriginPolicy.of(List.of());
		OriginPolicy all = OriginPolicy.of(List.of("https://app.example.com", "*"));
		OriginPolicy some = OriginPolicy.of(List.of("https://app.example.com", "same-origin"));

		assertThat(unset.allowsAll()).isTrue();
		assertThat(unset.isConfigured()).isFalse();
		assertThat(unset).hasToString("all origins (none configured)");
		assertThat(all.allowsAll()).isTrue();
		assertThat(all.isConfigured()).isTrue();
		assertThat(some.allowsAll()).isFalse();
		assertThat(some.isConfigured()).isTrue();
		assertThat(some).hasToString("[https://app.example.com, same-origin]");
	}

	@Test
	@Timeout(10)
	void endlessOriginIsRefusedWithoutHarm() {
		OriginPolicy policy = OriginPolicy.of(List.of("https://*.example.com"));

		assertThat(policy.allows(ADDRESS, origin("https://" + "a.".repeat(100_000) + "!"))).isFalse();
		assertThat(policy.allows(ADDRESS, origin("a".repeat(200_000)))).isFalse();
		assertThat(policy.allows(ADDRESS, origin("https://[" + ":".repeat(200_000) + "]"))).isFalse();
	}

	private static HttpHeaders origin(String origin) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Origin", origin);
		return headers;
	}

}
