package io.github.websocketstarter.conformance;

import java.util.List;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the opening handshake says, whichever protocol carries it.
 */
@ConformanceTest
class HandshakeIntegrationTests {

	private static final String VERSION = "Sec-WebSocket-Version";

	@Parameter
	private TestServer server;

	// HS-25, HS-26, HS-28, HS-13: refused, and the connection stays usable
	@ParameterizedTest
	@CsvSource({ "'', 400", "7, 426", "8, 426", "12, 426", "130, 426", "x, 426", "'7, 8', 426" })
	void otherVersionIsRefusedAndTheConnectionStaysUsable(String version, int status) {
		for (EchoTarget target : EchoTarget.values()) {
			HttpRequest valid = HttpRequest.upgrade(target.path());
			try (RawConnection connection = this.server.connect()) {
				HttpAnswer answer = connection
					.exchange(version.isEmpty() ? valid.with(VERSION) : valid.with(VERSION, version));
				assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
				assertThat(answer.header(VERSION)).isEqualTo((status == 426) ? "13" : "");

				RawWebSocketClient client = connection.upgrade(valid);
				client.sendText("after " + status);
				client.expectText("after " + status);
			}
		}
	}

	// HS-4, HS-27: a list in one line or several
	@ParameterizedTest
	@ValueSource(strings = { "13", "8, 13", "8|13", "13 , 8" })
	void listedVersionIsFound(String lines) {
		for (EchoTarget target : EchoTarget.values()) {
			try (RawConnection connection = this.server.connect()) {
				RawWebSocketClient client = connection
					.upgrade(HttpRequest.upgrade(target.path()).with(VERSION, lines.split("\\|")));
				client.sendText("hi");
				client.expectText("hi");
			}
		}
	}

	// HS-32
	@Test
	void acceptByHandOfOrdinaryRequestIsBadRequest() {
		HttpRequest request = this.server.scripted("/accept", WebSocketAcceptOptions.builder(),
				(connection) -> Mono.empty());

		assertThat(exchange(request.with("Upgrade")).status()).isEqualTo(400);
	}

	// HS-32: also if the handler wants a sub-protocol
	@Test
	void acceptWithSubProtocolOfOrdinaryRequestIsBadRequest() {
		HttpRequest request = this.server.scripted("/accept", WebSocketAcceptOptions.builder().subProtocol("chat"),
				(connection) -> Mono.empty());

		assertThat(exchange(request.with("Upgrade")).status()).isEqualTo(400);
	}

	// SP-6, CF-11: what the client did not offer, or is no token, is never answered
	@ParameterizedTest
	@ValueSource(strings = { "other", "a b" })
	void acceptWithSubProtocolThatCannotBeAnsweredFailsBeforeTheAnswer(String subProtocol) {
		HttpRequest request = this.server.scripted("/accept", WebSocketAcceptOptions.builder().subProtocol(subProtocol),
				(connection) -> Mono.empty());

		HttpAnswer answer = exchange(request.with("Sec-WebSocket-Protocol", "chat, a b"));

		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.headers("Sec-WebSocket-Protocol")).isEmpty();
	}

	// SP-1, SP-3, SP-5
	@ParameterizedTest
	@MethodSource
	void firstSubProtocolOfTheClientThatIsSupportedIsChosen(List<String> offered, String chosen) {
		HttpRequest request = this.server.scripted("/script", WebSocketAcceptOptions.builder(),
				(connection) -> connection.sendText(String.valueOf(connection.subProtocol())));
		for (String line : offered) {
			request = request.withAdded("Sec-WebSocket-Protocol", line);
		}
		try (RawConnection connection = this.server.connect()) {
			RawWebSocketClient client = connection.upgrade(request);

			assertThat(client.handshake().header("Sec-WebSocket-Protocol")).isEqualTo(chosen);
			client.expectText(chosen.isEmpty() ? "null" : chosen);
		}
	}

	static Stream<Arguments> firstSubProtocolOfTheClientThatIsSupportedIsChosen() {
		return Stream.of(offer("", List.of()), offer("", List.of("chat")), offer("v1.chat", List.of("v1.chat")),
				offer("v1.chat", List.of("v1.chat, v2.chat")), offer("v2.chat", List.of("chat,v2.chat,v1.chat")),
				offer("v2.chat", List.of("chat  , \t v2.chat")),
				offer("v1.chat", List.of("chat", "v1.chat", "v2.chat")));
	}

	private static Arguments offer(String chosen, List<String> offered) {
		return Arguments.of(offered, chosen);
	}

	private HttpAnswer exchange(HttpRequest request) {
		try (RawConnection connection = this.server.connect()) {
			return connection.exchange(request);
		}
	}

}
