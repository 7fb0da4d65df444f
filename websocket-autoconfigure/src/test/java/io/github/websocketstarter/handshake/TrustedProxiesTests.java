package io.github.websocketstarter.handshake;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustedProxies}, {@link AddressRange} and {@link AddressLiteral}.
 */
class TrustedProxiesTests {

	private static final String PROXY = "10.0.0.1";

	private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8:ffff::/48"));

	@Test
	void whoIsNoProxyIsTheClientWhateverItSays() {
		assertThat(this.proxies.client(address("192.0.2.7"), List.of("for=203.0.113.1"), List.of("203.0.113.1")))
			.isEqualTo(address("192.0.2.7"));
	}

	@Test
	void proxyThatSaysNothingIsTheClient() {
		assertThat(this.proxies.client(address(PROXY), List.of(), List.of())).isEqualTo(address(PROXY));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			203.0.113.1                             | 203.0.113.1
			203.0.113.1:4711                        | 203.0.113.1
			2001:db8::1                             | 2001:db8::1
			[2001:db8::1]                           | 2001:db8::1
			[2001:db8::1]:4711                      | 2001:db8::1
			::ffff:203.0.113.1                      | 203.0.113.1
			198.51.100.1, 203.0.113.1               | 203.0.113.1
			198.51.100.1,203.0.113.1 , 10.9.9.9     | 203.0.113.1
			203.0.113.1, 2001:db8:ffff::5, 10.2.2.2 | 203.0.113.1
			10.3.3.3, 10.2.2.2                      | 10.3.3.3
			unknown                                 | 10.0.0.1
			203.0.113.1, unknown                    | 10.0.0.1
			203.0.113.1, garbage, 10.2.2.2          | 10.2.2.2
			203.0.113.1,                            | 10.0.0.1
			203.0.113.999                           | 10.0.0.1
			203.0.113                               | 10.0.0.1
			3405803777                              | 10.0.0.1
			0x7f.1                                  | 10.0.0.1
			localhost                               | 10.0.0.1
			203.0.113.1:port                        | 10.0.0.1
			[203.0.113.1]                           | 10.0.0.1
			[2001:db8::1                            | 10.0.0.1
			2001:db8::1%eth0                        | 10.0.0.1
			1:2                                     | 10.0.0.1
			""")
	void lastOneThatIsNoProxyIsTheClient(String header, String client) {
		assertThat(this.proxies.client(address(PROXY), List.of(), List.of(header))).isEqualTo(address(client));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			for=203.0.113.1                                      | 203.0.113.1
			For="203.0.113.1:4711"                               | 203.0.113.1
			for="[2001:db8::1]:4711";proto=https;by=10.0.0.1     | 2001:db8::1
			proto=https; for=203.0.113.1                         | 203.0.113.1
			for=198.51.100.1, for=203.0.113.1                    | 203.0.113.1
			for=203.0.113.1;host=a.example, for=10.2.2.2         | 203.0.113.1
			for=203.0.113.1:_hidden                              | 203.0.113.1
			for=_hidden                                          | 10.0.0.1
			for=unknown, for=10.2.2.2                            | 10.2.2.2
			proto=https                                          | 10.0.0.1
			for=203.0.113.1;for=198.51.100.1                     | 10.0.0.1
			for="203.0.113.1                                     | 10.0.0.1
			for=                                                 | 10.0.0.1
			for="                                                | 10.0.0.1
			for="198.51.100.1, for=203.0.113.1                   | 203.0.113.1
			by="x, for=203.0.113.1                               | 203.0.113.1
			""")
	void standardHeaderIsReadInTheSameWay(String header, String client) {
		assertThat(this.proxies.client(address(PROXY), List.of(header), List.of())).isEqualTo(address(client));
	}

	@Test
	void linesOfAHeaderAreOneList() {
		List<String> lines = List.of("198.51.100.1", "203.0.113.1, 10.1.1.1", "10.2.2.2");

		assertThat(this.proxies.client(address(PROXY), List.of(), lines)).isEqualTo(address("203.0.113.1"));
	}

	// A client may write the header that its proxy does not
	@Test
	void twoHeadersThatDisagreeAreNotBelieved() {
		assertThat(this.proxies.client(address(PROXY), List.of("for=198.51.100.1"), List.of("203.0.113.1")))
			.isEqualTo(address(PROXY));
		assertThat(this.proxies.client(address(PROXY), List.of("nonsense"), List.of("203.0.113.1")))
			.isEqualTo(address(PROXY));
		assertThat(this.proxies.client(address(PROXY), List.of("for=203.0.113.1"), List.of("203.0.113.1:80")))
			.isEqualTo(address("203.0.113.1"));
	}

	@Test
	void garbageIsNoFailureAndNoAddressOfItsOwn() {
		Random random = new Random(42);
		String letters = "0123456789abcdef.:[]\",;= for%\u00e9\u0000";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(30); length > 0; length--) {
				text.append(letters.charAt(random.nextInt(letters.length())));
			}
			List<String> lines = List.of(text.toString(), "for=203.0.113.1");
			List<String> plain = List.of(text.toString(), "203.0.113.1");

			assertThat(this.proxies.client(address(PROXY), lines, plain)).isEqualTo(address("203.0.113.1"));
			assertThat(this.proxies.client(address(PROXY), lines.subList(0, 1), plain.subList(0, 1))).isNotNull();
		}
	}

	@Test
	void veryLongHeaderIsReadQuickly() {
		String[] entries = new String[100_000];
		Arrays.fill(entries, "10.1.1.1");

		assertThat(this.proxies.client(address(PROXY), List.of(), List.of(String.join(",", entries))))
			.isEqualTo(address("10.1.1.1"));
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false", "10.1.2.3/8, 10.9.9.9, true",
			"192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "192.0.2.128/25, 192.0.2.127, false",
			"192.0.2.128/25, 192.0.2.255, true", "192.0.2.64/26, 192.0.2.128, false", "0.0.0.0/0, 203.0.113.1, true",
			"0.0.0.0/0, 2001:db8::1, false", "::/0, 2001:db8::1, true", "2001:db8::/33, 2001:db8:7fff::, true",
			"2001:db8::/33, 2001:db8:8000::, false", "::1, ::1, true" })
	void rangeContainsWhatBeginsAlike(String range, String address, boolean contained) {
		assertThat(AddressRange.of(range).contains(address(address))).isEqualTo(contained);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "proxy.example.com", "10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "/8",
			"10.0.0.0/8/8", "10.0.0", "10.0.0.256", "10.0.0.0/-1", "10.0.0.1:80", " 10.0.0.1", "localhost" })
	void whatIsNoAddressOrRangeIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of(List.of(text)))
			.withMessageStartingWith("'" + text + "' is not an IP ");
	}

	private static InetAddress address(String literal) {
		InetAddress address = AddressLiteral.parse(literal);
		assertThat(address).isNotNull();
		return address;
	}

}
