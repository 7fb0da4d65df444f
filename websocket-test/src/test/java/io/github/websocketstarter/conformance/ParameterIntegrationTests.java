package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What methods take from the request: resolved before the connection is opened, so that
 * what is wrong with it is an answer to the request (design 3.5).
 */
@ConformanceTest
class ParameterIntegrationTests {

	@Parameter
	private TestServer server;

	private static HttpRequest request(String path) {
		return HttpRequest.upgrade("/parameter" + path);
	}

	private void expect(HttpRequest request, String reply) {
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			client.sendText("text");
			client.expectText(reply);
			// known for all messages
			client.sendText("text");
			client.expectText(reply);
		}
	}

	private HttpAnswer refusal(HttpRequest request) {
		try (RawConnection connection = this.server.connect()) {
			HttpAnswer answer = connection.exchange(request);
			assertThat(connection.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
			return answer;
		}
	}

	@Test
	void pathVariables() {
		expect(request("/path/red/41/and/more"), "red 42 /and/more text 3");
	}

	@Test
	void matrixVariables() {
		expect(request("/matrix/mini;colour=red;year=1964"), "mini red 1964");
		expect(request("/matrix/mini;colour=red"), "mini red null");
		assertThat(refusal(request("/matrix/mini")).status()).isEqualTo(400);
	}

	@Test
	void requestParameters() {
		expect(request("/query?age=7"), "7 en null 0 []");
		expect(request("/query?age=7&language=de&name=a%20b&day=FRIDAY&of=1,2"), "7 de a b 5 [1, 2]");
	}

	@Test
	void headersCookiesAndLocale() {
		expect(request("/header").with("X-Count", "3").with("Cookie", "flavour=mint").with("Accept-Language", "fr"),
				"3 3 mint fr");
	}

	@Test
	void requestAttribute() {
		expect(request("/attribute").with("X-Colour", "red"), "red");
	}

	@Test
	void user() {
		expect(request("/user").with("X-User", "ada"), "ada");
		expect(request("/user/optional").with("X-User", "ada"), "ada");
		expect(request("/user/later").with("X-User", "ada"), "ada");
		expect(request("/user/optional"), "nobody");
		expect(request("/user/later"), "nobody");
	}

	@Test
	void connection() {
		expect(request("/connection").with("Sec-WebSocket-Protocol", "v1"),
				"/parameter/connection v1 true true false true");
	}

	@Test
	void argumentOfAResolverOfTheApplication() {
		expect(request("/ticket").with("X-Ticket", "17"), "17");
	}

	@Test
	void argumentOfAConverterOfTheApplication() {
		expect(request("/colour?colour=red"), "Colour[name=red]");
	}

	// Trap of Reactor Netty (#393): a session is saved with the answer, not when the
	// connection ends
	@Test
	void sessionIsSavedBeforeTheConnectionOpens() {
		Visit visit = this.server.visit();
		HttpRequest first = HttpRequest.upgrade(visit.to("/parameter/session")).with("X-Colour", "red");
		try (RawWebSocketClient client = this.server.connect().upgrade(first)) {
			String cookie = client.handshake().header("Set-Cookie");
			assertThat(cookie).startsWith("SESSION=");
			client.sendText("text");
			client.expectText("red");
			assertThat(cookie).contains(visit.notes().get(0));

			HttpRequest second = HttpRequest.upgrade(this.server.visit().to("/parameter/session"))
				.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
			expect(second, "red");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/query, age", "/query?age=, mismatch", "/query?age=old, mismatch",
			"/query?age=1&day=SOMEDAY, mismatch", "/path/red/many/, mismatch", "/header, X-Count", "/attribute, colour",
			"/session, colour", "/colour, colour", "/colour?colour=RED, mismatch" })
	void whatDoesNotFitIsAProblemAndNoConnection(String path, String detail) {
		HttpAnswer answer = refusal(request(path));

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("\"status\":400").contains(detail);
		assertThat(answer.body()).doesNotContain("java.", "github", "Exception", "secret");
		assertThat(answer.header("Sec-WebSocket-Accept")).isEmpty();
	}

	@Test
	void missingCookieIsAProblem() {
		HttpAnswer answer = refusal(request("/header").with("X-Count", "1"));

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("flavour");
	}

	@Test
	void missingUserIsUnauthorized() {
		HttpAnswer answer = refusal(request("/user"));

		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	// Nothing of a request from elsewhere is looked at
	@ParameterizedTest
	@ValueSource(strings = { "/origin", "/origin?age=old", "/origin?age=1" })
	void foreignOriginIsRefusedFirst(String path) {
		HttpAnswer answer = refusal(request(path).with("Origin", "https://evil.example"));

		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.body()).doesNotContain("age");
	}

	@Test
	void knownOriginIsLookedAt() {
		HttpRequest request = request("/origin?age=1").with("Origin", "https://app.example");

		assertThat(refusal(request).status()).isEqualTo(401);
		expect(request.with("X-User", "ada"), "ada 1");
	}

	@Test
	void exceptionHandlerOfTheApplicationMayAnswer() {
		HttpAnswer answer = refusal(request("/ticket"));

		assertThat(answer.status()).isEqualTo(402);
		assertThat(answer.body()).contains("Buy one");
	}

}
