package io.github.websocketstarter.handshake;

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
 * Tests for {@link DeflatePolicy}.
 */
class DeflatePolicyTests {

	private static final DeflatePolicy DEFAULTS = new DeflatePolicy(true, 15, false);

	private static final String PMD = "permessage-deflate";

	// PD-1
	@Test
	void nothingIsAgreedWhileCompressionIsNotEnabled() {
		assertThat(new DeflatePolicy(false, 15, false).answer(offer(PMD))).isNull();
	}

	// PD-3
	@Test
	void nothingIsAgreedWithoutAnOffer() {
		assertThat(DEFAULTS.answer(new HttpHeaders())).isNull();
		assertThat(answer(DEFAULTS, "")).isNull();
		assertThat(answer(DEFAULTS, " , ,, ")).isNull();
	}

	// PD-8 to PD-14, vectors 4.1
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					PMD                                                         | PMD
					PMD; server_no_context_takeover                             | PMD; server_no_context_takeover
					PMD; client_no_context_takeover                             | PMD; client_no_context_takeover
					PMD; client_max_window_bits=9                               | PMD; client_max_window_bits=9
					PMD; client_max_window_bits="9"                             | PMD; client_max_window_bits=9
					PMD; client_max_window_bits                                 | PMD; client_max_window_bits=15
					PMD; server_max_window_bits                                 | PMD; server_max_window_bits=15
					PMD; server_max_window_bits=10                              | PMD; server_max_window_bits=10
					PMD; server_max_window_bits=10; server_no_context_takeover  | PMD; server_no_context_takeover; server_max_window_bits=10
					PMD; server_max_window_bits=10; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=12 \
					| PMD; client_no_context_takeover; client_max_window_bits=12; server_no_context_takeover; server_max_window_bits=10
					""")
	void offerIsAnsweredByDefault(String offer, String answer) {
		assertThat(answer(DEFAULTS, offer)).isEqualTo(answer.replace("PMD", PMD));
	}

	// PD-10, PD-11, PD-13, PD-14, vectors 4.2
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PMD                                                         | SERVER=14
			PMD; server_no_context_takeover                             | SERVER=14
			PMD; client_no_context_takeover                             | client_no_context_takeover; SERVER=14
			PMD; client_max_window_bits=9                               | client_max_window_bits=9; SERVER=14
			PMD; client_max_window_bits                                 | client_max_window_bits=15; SERVER=14
			PMD; server_max_window_bits                                 | SERVER=14
			PMD; server_max_window_bits=14                              | SERVER=14
			PMD; server_max_window_bits=15                              | SERVER=14
			PMD; server_max_window_bits=10                              | SERVER=10
			PMD; server_max_window_bits=10; server_no_context_takeover  | SERVER=10
			PMD; server_max_window_bits=10; client_no_context_takeover; client_max_window_bits=12 \
			| client_no_context_takeover; client_max_window_bits=12; SERVER=10
			""")
	void offerIsAnsweredWithTheLimitsOfTheServer(String offer, String answer) {
		String expected = answer.replace("SERVER", "server_no_context_takeover; server_max_window_bits");

		assertThat(answer(new DeflatePolicy(true, 14, true), offer)).isEqualTo(PMD + "; " + expected);
	}

	// PD-9, PD-10, PD-12, PD-13
	@Test
	void agreementTellsWhatTheAnswerSays() {
		assertThat(DEFAULTS.answer(offer(PMD))).isEqualTo(new DeflateAgreement(false, false, 15, 15, PMD));
		assertThat(DEFAULTS.answer(offer(PMD + "; server_max_window_bits=11; client_no_context_takeover")))
			.isEqualTo(new DeflateAgreement(false, true, 11, 15,
					PMD + "; client_no_context_takeover; server_max_window_bits=11"));
		assertThat(new DeflatePolicy(true, 12, true).answer(offer(PMD + "; client_max_window_bits=10")))
			.isEqualTo(new DeflateAgreement(true, false, 12, 10,
					PMD + "; client_max_window_bits=10; server_no_context_takeover; server_max_window_bits=12"));
	}

	// PD-9, PD-10
	@ParameterizedTest
	@ValueSource(ints = { 9, 10, 11, 12, 13, 14, 15 })
	void windowBitsOfZlibAreTaken(int bits) {
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits=" + bits))
			.isEqualTo(PMD + "; client_max_window_bits=" + bits);
		assertThat(answer(DEFAULTS, "PMD; server_max_window_bits=" + bits))
			.isEqualTo(PMD + "; server_max_window_bits=" + bits);
	}

	// PD-8, PD-9, PD-10, vectors 4.3; strict, as RFC 7692 §7.1.2 says: no sign, no
	// leading zero
	@ParameterizedTest
	@ValueSource(strings = { "=8", "=16", "=\"8\"", "=\"15", "=14\"", "=\"", "=\"13", "=", "=\"\"", "=0", "=7", "=-9",
			"=+9", "=09", "=010", "=1", "=100", "=150", "=4294967305", "=9.0", "=0x9", "=nine", "=\u0669", "=9 9",
			"==9", "=9=9", "=\" 9\"", "='9'" })
	void offerWithOtherWindowBitsIsDeclined(String value) {
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits" + value)).isNull();
		assertThat(answer(DEFAULTS, "PMD; server_max_window_bits" + value)).isNull();
	}

	// PD-7, vectors 4.3
	@ParameterizedTest
	@ValueSource(strings = { "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=12",
			"client_max_window_bits=12" })
	void offerWithAParameterTwiceIsDeclined(String parameter) {
		assertThat(answer(DEFAULTS, "PMD; " + parameter + "; " + parameter)).isNull();
		assertThat(answer(DEFAULTS, "PMD; " + parameter + "; client_max_window_bits=9; server_no_context_takeover; "
				+ "client_no_context_takeover; server_max_window_bits=9; " + parameter))
			.isNull();
	}

	// PD-7
	@Test
	void windowBitsWithAndWithoutValueAreTheSameParameter() {
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits; client_max_window_bits=9")).isNull();
		assertThat(answer(DEFAULTS, "PMD; server_max_window_bits=9; server_max_window_bits")).isNull();
	}

	// PD-5, PD-6: RFC 7692 §7.1 instead
	@ParameterizedTest
	@ValueSource(
			strings = { "unknown", "unknown=1", "memlevel=9", "Server_no_context_takeover", "server-max-window-bits",
					"SERVER_MAX_WINDOW_BITS=10", "server_max_window_bits_=10", "server_no_context_takeover=true",
					"client_no_context_takeover=\"1\"", "server_no_context_takeover=", "mux; max-channels=4" })
	void offerWithAParameterThatIsNotOfTheRfcIsDeclined(String parameter) {
		assertThat(answer(DEFAULTS, "PMD; " + parameter)).isNull();
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits; " + parameter)).isNull();
	}

	// PD-4: an exact token instead of a prefix
	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate2", "permessage-deflate-x; server_max_window_bits=10", "permessage",
			"Permessage-Deflate", "PERMESSAGE-DEFLATE", "x-webkit-deflate-frame", "\"permessage-deflate\"",
			"permessage-deflate=1", "permessage-deflate foo", "x permessage-deflate", "foo; permessage-deflate" })
	void otherExtensionsAreIgnored(String extension) {
		assertThat(answer(DEFAULTS, extension)).isNull();
		assertThat(answer(DEFAULTS, extension + ", PMD")).isEqualTo(PMD);
		assertThat(answer(DEFAULTS, "PMD, " + extension)).isEqualTo(PMD);
	}

	// PD-5
	@ParameterizedTest
	@ValueSource(strings = { "PMD;", "PMD ; ", "PMD;;", "PMD; ; unknown", "PMD;,foo", "\tPMD\t" })
	void emptyParameterEndsAnOffer(String offer) {
		assertThat(answer(DEFAULTS, offer)).isEqualTo(PMD);
	}

	// PD-5, PD-8
	@ParameterizedTest
	@ValueSource(strings = { "PMD;client_max_window_bits=10;server_no_context_takeover",
			"PMD\t;\tclient_max_window_bits\t=\t10\t;\tserver_no_context_takeover\t",
			" PMD ; client_max_window_bits = \"10\" ; server_no_context_takeover ",
			"PMD; client_max_window_bits=\"1\\0\"; server_no_context_takeover" })
	void spacesAndQuotesDoNotMatter(String offer) {
		assertThat(answer(DEFAULTS, offer)).isEqualTo(PMD + "; client_max_window_bits=10; server_no_context_takeover");
	}

	// PD-2, PD-11, PD-15, vectors 4.4
	@Test
	void firstAcceptableOfferIsTaken() {
		DeflatePolicy policy = new DeflatePolicy(true, 13, false);

		assertThat(answer(policy, "PMD; server_max_window_bits=14, PMD; server_max_window_bits=13"))
			.isEqualTo(PMD + "; server_max_window_bits=13");
		assertThat(answer(policy, "PMD; client_max_window_bits=8, PMD; client_max_window_bits=13"))
			.isEqualTo(PMD + "; client_max_window_bits=13; server_max_window_bits=13");
	}

	// PD-2
	@Test
	void offersMaySpreadOverSeveralLines() {
		HttpHeaders headers = offer("mux, PMD; unknown", "",
				"PMD; server_max_window_bits=8,, PMD; server_max_window_bits=9", "PMD");

		assertThat(DEFAULTS.answer(headers).header()).isEqualTo(PMD + "; server_max_window_bits=9");
	}

	// PD-2
	@ParameterizedTest
	@ValueSource(strings = { "foo; a=\"x, permessage-deflate; server_no_context_takeover\"",
			"foo; a=\"\\\", permessage-deflate; server_no_context_takeover, \\\\\"",
			"PMD; a=\"; client_max_window_bits\"", "foo; a=\"\\" })
	void quotedSeparatorsSeparateNothing(String extension) {
		assertThat(answer(DEFAULTS, extension)).isNull();
	}

	// PD-8
	@Test
	void offerThatCannotBeReadCostsItselfOnly() {
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits=, PMD")).isEqualTo(PMD);
		assertThat(answer(DEFAULTS, "PMD; =9, PMD")).isEqualTo(PMD);
		assertThat(answer(DEFAULTS, "PMD; a=\"b\"c, PMD")).isEqualTo(PMD);
		assertThat(answer(DEFAULTS, "(, PMD")).isEqualTo(PMD);
		assertThat(answer(DEFAULTS, "; foo, PMD")).isEqualTo(PMD);
	}

	// PD-8
	@Test
	void quoteThatIsNotClosedCostsTheLine() {
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits=\"13, PMD")).isNull();
		assertThat(answer(DEFAULTS, "PMD; client_max_window_bits=14\", PMD")).isNull();
		assertThat(DEFAULTS.answer(offer("PMD; client_max_window_bits=\"13, PMD", "PMD")).header()).isEqualTo(PMD);
	}

	@ParameterizedTest
	@ValueSource(strings = { ",", ";", "\"", "\\", "\"\\", "a", "a,", "a;", "a;b,", "PMD;a=\",\",", "=", " ", "PMD;" })
	@Timeout(20)
	void hostileHeadersAreReadInLinearTime(String text) {
		assertThat(answer(DEFAULTS, "foo; x, " + text.repeat(100_000))).isIn(null, PMD);
	}

	// CF-8
	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 8, 16 })
	void serverMaxWindowBitsAreChecked(int bits) {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeflatePolicy(true, bits, false))
			.withMessage("'serverMaxWindowBits' must be 9 to 15 but is " + bits);
	}

	private static String answer(DeflatePolicy policy, String line) {
		DeflateAgreement agreement = policy.answer(offer(line));
		return (agreement != null) ? agreement.header() : null;
	}

	private static HttpHeaders offer(String... lines) {
		HttpHeaders headers = new HttpHeaders();
		for (String line : List.of(lines)) {
			headers.add("Sec-WebSocket-Extensions", line.replace("PMD", PMD));
		}
		return headers;
	}

}
