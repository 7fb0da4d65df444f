package io.github.websocketstarter.handshake;

import java.net.URI;
import java.util.List;

import io.github.websocketstarter.handshake.HandshakeOutcome.Accepted;
import io.github.websocketstarter.handshake.HandshakeOutcome.NotUpgrade;
import io.github.websocketstarter.handshake.HandshakeOutcome.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandshakeCheck}.
 */
class HandshakeCheckTests {

	private static final URI ADDRESS = URI.create("http://example.com/chat");

	private final HttpHeaders headers = new HttpHeaders();

	HandshakeCheckTests() {
		this.headers.set("Host", "example.com");
		this.headers.set("Upgrade", "websocket");
		this.headers.set("Connection", "Upgrade");
		this.headers.set("Sec-WebSocket-Version", "13");
		this.headers.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
	}

	// HS-2
	@Test
	void requestOfTheRfcIsAccepted() {
		assertThat(check()).isEqualTo(new Accepted(List.of()));
	}

	// SP-1
	@Test
	void acceptedRequestTellsItsSubProtocols() {
		this.headers.add("Sec-WebSocket-Protocol", "chat, superchat");
		this.headers.add("Sec-WebSocket-Protocol", "v1.json");

		assertThat(check()).isEqualTo(new Accepted(List.of("chat", "superchat", "v1.json")));
	}

	// HS-20
	@ParameterizedTest
	@ValueSource(strings = { "POST", "HEAD", "PUT", "get" })
	void otherMethodThanGetIsRefusedWith405(String method) {
		Refused refused = refused(new HandshakeRequest(HttpMethod.valueOf(method), false, ADDRESS, this.headers));

		assertThat(refused.status()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		assertThat(refused.headers().toSingleValueMap()).hasSize(1).containsEntry("Allow", "GET");
		assertThat(refused.detail()).isEqualTo("The method must be GET.");
	}

	// HS-21
	@ParameterizedTest
	@ValueSource(strings = { "h2c", "websocket2", "web socket", "websocket/13", "" })
	void requestForAnotherUpgradeIsAnOrdinaryOne(String upgrade) {
		this.headers.set("Upgrade", upgrade);

		assertThat(check()).isEqualTo(new NotUpgrade());
	}

	// HS-21, OR-2
	@Test
	void ordinaryRequestPassesWhateverElseItHas() {
		this.headers.remove("Upgrade");
		this.headers.set("Origin", "https://evil.example");
		HandshakeRequest request = new HandshakeRequest(HttpMethod.POST, true, ADDRESS, this.headers);

		assertThat(new HandshakeCheck(OriginPolicy.of(List.of("same-origin"))).check(request))
			.isEqualTo(new NotUpgrade());
	}

	// HS-21
	@Test
	void ordinaryRequestOnARouteOfWebSocketsIsToldToUpgrade() {
		Refused refused = new NotUpgrade().upgradeRequired();

		assertThat(refused.status()).isEqualTo(HttpStatus.UPGRADE_REQUIRED);
		assertUpgradeHeaders(refused);
		assertThat(refused.detail()).isEqualTo("The Upgrade header must contain 'websocket'.");
	}

	// HS-32
	@Test
	void ordinaryRequestThatIsAcceptedAllTheSameIsABadRequest() {
		Refused refused = new NotUpgrade().badRequest();

		assertThat(refused.status()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused.headers().isEmpty()).isTrue();
		assertThat(refused.detail()).isEqualTo("The Upgrade header must contain 'websocket'.");
	}

	// HS-3, design 3.8
	@Test
	void http10IsRefused() {
		Refused refused = refused(new HandshakeRequest(HttpMethod.GET, true, ADDRESS, this.headers));

		assertBadRequest(refused, "The request must be HTTP/1.1.");
	}

	// HS-22
	@Test
	void requestWithoutConnectionUpgradeIsRefused() {
		this.headers.set("Connection", "keep-alive, upgrader");
		assertBadRequest(refused(), "The Connection header must contain 'Upgrade'.");

		this.headers.remove("Connection");
		assertBadRequest(refused(), "The Connection header must contain 'Upgrade'.");
	}

	// HS-4, HS-22, HS-29
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Upgrade               | websocket, example
			Upgrade               | example/1 , , WebSocket
			Upgrade               | WEBSOCKET
			Connection            | keep-alive, Upgrade
			Connection            | UPGRADE
			Connection            | keep-alive,upgrade,close
			Sec-WebSocket-Version | 8, 13
			Sec-WebSocket-Version | 13 ,8
			Content-Length        | 0
			""")
	void listsAndLetterCaseAreUnderstood(String name, String value) {
		this.headers.set(name, value);

		assertThat(check()).isInstanceOf(Accepted.class);
	}

	// HS-4, HS-27
	@Test
	void listsMaySpreadOverSeveralLines() {
		this.headers.put("Upgrade", List.of("example", "websocket"));
		this.headers.put("Connection", List.of("keep-alive", "upgrade"));
		this.headers.put("Sec-WebSocket-Version", List.of("7, 8", "13"));

		assertThat(check()).isInstanceOf(Accepted.class);
	}

	// HS-31
	@ParameterizedTest
	@CsvSource({ "Content-Length, 1", "Content-Length, 99999999999999999999", "Content-Length, x",
			"Transfer-Encoding, chunked", "Transfer-Encoding, identity" })
	void requestWithBodyIsRefused(String name, String value) {
		this.headers.set(name, value);

		assertBadRequest(refused(), "The request must have no body: no Transfer-Encoding header, and a Content-Length"
				+ " header only if it is 0.");
	}

	// HS-25
	@ParameterizedTest
	@ValueSource(strings = { "", " , " })
	void missingVersionIsABadRequest(String version) {
		this.headers.set("Sec-WebSocket-Version", version);
		assertBadRequest(refused(), "The Sec-WebSocket-Version header must be present and contain 13.");

		this.headers.remove("Sec-WebSocket-Version");
		assertBadRequest(refused(), "The Sec-WebSocket-Version header must be present and contain 13.");
	}

	// HS-26, HS-28
	@ParameterizedTest
	@ValueSource(strings = { "12", "8", "7", "7, 8", "0", "013", "130", "x" })
	void unsupportedVersionIsToldTheSupportedOne(String version) {
		this.headers.set("Sec-WebSocket-Version", version);

		Refused refused = refused();

		assertThat(refused.status()).isEqualTo(HttpStatus.UPGRADE_REQUIRED);
		assertUpgradeHeaders(refused);
		assertThat(refused.detail()).isEqualTo("The Sec-WebSocket-Version header must contain 13.");
	}

	// HS-23
	@Test
	void missingKeyIsRefused() {
		this.headers.remove("Sec-WebSocket-Key");

		assertBadKey();
	}

	// HS-6, HS-8, HS-24
	@ParameterizedTest
	@ValueSource(strings = { "", "AAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAA",
			"dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
			"dGhlIHNhbXBsZSBub25j!Q==", "dGhlIHNhbXBsZSBub25-_Q==", "dGhlIHNhbXBsZSBu b25jZQ==",
			" dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==\n", "dGhlIHNhbXBsZSBub25j=Q==" })
	void keyThatIsNot16BytesInBase64IsRefused(String key) {
		this.headers.set("Sec-WebSocket-Key", key);

		assertBadKey();
	}

	// HS-7
	@Test
	void severalKeysAreRefused() {
		this.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
		assertBadKey();

		this.headers.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==,dGhlIHNhbXBsZSBub25jZQ==");
		assertBadKey();
	}

	// HS-30, OR-4
	@Test
	void foreignOriginIsRefusedWithoutAWord() {
		this.headers.set("Origin", "https://evil.example");
		HandshakeCheck check = new HandshakeCheck(OriginPolicy.of(List.of("https://app.example.com")));

		HandshakeOutcome outcome = check.check(new HandshakeRequest(HttpMethod.GET, false, ADDRESS, this.headers));

		assertThat(outcome).isEqualTo(new Refused(HttpStatus.FORBIDDEN, HttpHeaders.EMPTY, ""));
	}

	@Test
	void faultsAreReportedInTheOrderOfTheCheck() {
		HandshakeCheck check = new HandshakeCheck(OriginPolicy.of(List.of("https://app.example.com")));
		HttpHeaders faulty = new HttpHeaders();
		faulty.set("Upgrade", "websocket");
		faulty.set("Content-Length", "1");
		faulty.set("Sec-WebSocket-Version", "8");
		faulty.set("Origin", "https://evil.example");
		HandshakeRequest get = new HandshakeRequest(HttpMethod.GET, false, ADDRESS, faulty);

		assertDetail(check, new HandshakeRequest(HttpMethod.POST, true, ADDRESS, faulty), "The method");
		assertDetail(check, new HandshakeRequest(HttpMethod.GET, true, ADDRESS, faulty), "The request must be HTTP");
		assertDetail(check, get, "The Connection header");
		faulty.set("Connection", "upgrade");
		assertDetail(check, get, "The request must have no body");
		faulty.remove("Content-Length");
		assertDetail(check, get, "The Sec-WebSocket-Version header");
		faulty.set("Sec-WebSocket-Version", "13");
		assertDetail(check, get, "The Sec-WebSocket-Key header");
		faulty.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
		assertDetail(check, get, "");
		assertThat(check.check(get)).extracting("status").isEqualTo(HttpStatus.FORBIDDEN);
	}

	private static void assertDetail(HandshakeCheck check, HandshakeRequest request, String start) {
		assertThat(check.check(request)).isInstanceOfSatisfying(Refused.class,
				(refused) -> assertThat(refused.detail()).startsWith(start));
	}

	private void assertBadKey() {
		assertBadRequest(refused(), "The Sec-WebSocket-Key header must be present once and hold 16 bytes in base64,"
				+ " which are 24 characters.");
	}

	private static void assertBadRequest(Refused refused, String detail) {
		assertThat(refused).isEqualTo(new Refused(HttpStatus.BAD_REQUEST, HttpHeaders.EMPTY, detail));
	}

	private static void assertUpgradeHeaders(Refused refused) {
		assertThat(refused.headers().toSingleValueMap()).hasSize(3)
			.containsEntry("Upgrade", "websocket")
			.containsEntry("Connection", "Upgrade")
			.containsEntry("Sec-WebSocket-Version", "13");
	}

	private Refused refused() {
		return refused(new HandshakeRequest(HttpMethod.GET, false, ADDRESS, this.headers));
	}

	private static Refused refused(HandshakeRequest request) {
		HandshakeOutcome outcome = new HandshakeCheck(OriginPolicy.of(List.of())).check(request);
		assertThat(outcome).isInstanceOf(Refused.class);
		return (Refused) outcome;
	}

	private HandshakeOutcome check() {
		HandshakeRequest request = new HandshakeRequest(HttpMethod.GET, false, ADDRESS, this.headers);
		return new HandshakeCheck(OriginPolicy.of(List.of())).check(request);
	}

}
