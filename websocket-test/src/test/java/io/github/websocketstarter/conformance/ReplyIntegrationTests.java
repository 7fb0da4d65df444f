package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of the values that annotated methods return: each is sent (design 3.5;
 * trap of Micronaut, which drops them silently).
 */
@ConformanceTest
class ReplyIntegrationTests {

	@Parameter
	private TestServer server;

	private static String wish(String type) {
		return "{\"type\":\"" + type + "\"}";
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', textBlock = """
			Value, '{"what":"value"}'
			Text, text
			InMono, '{"what":"mono"}'
			InFlux, '{"what":"one"} {"what":"two"} {"what":"three"}'
			InPublisher, four five
			InFuture, '{"what":"future"}'
			InFlow, '{"what":"flow"}'
			MessageInMono, message
			""")
	void valueIsSent(String type, String expected) {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			for (int i = 0; i < 3; i++) {
				client.sendText(wish(type));
				for (String text : expected.split(" ")) {
					client.expectText(text);
				}
			}
		}
	}

	@Test
	void binaryValueIsSent() {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			client.sendText(wish("Bytes"));
			client.expectBinary((byte) 1);
			client.sendText(wish("Buffer"));
			client.expectBinary((byte) 2);
		}
	}

	@Test
	void messageIsSentAsItIs() {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			client.sendText(wish("Message"));
			assertThat(client.expectPing()).asString().isEqualTo("ping");
		}
	}

	@Test
	void valueOfAnyTypeIsSentByItsClass() {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			client.sendText("{\"type\":\"Anything\",\"binary\":false}");
			client.expectText("{\"any\":\"thing\"}");
			client.sendText("{\"type\":\"Anything\",\"binary\":true}");
			client.expectBinary((byte) 3);
		}
	}

	// The next message is served, and nothing comes before its reply
	@ParameterizedTest
	@ValueSource(strings = { "Nothing", "Null", "NothingInMono", "EmptyMono", "NullInFuture", "NothingInFlux" })
	void nothingIsNotSent(String type) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/reply"))) {
			for (int i = 1; i <= 3; i++) {
				client.sendText(wish(type));
				client.sendText(wish("Text"));
				client.expectText("text");
				assertThat(visit.calls()).isEqualTo(i);
			}
		}
	}

	@Test
	void streamOfTheFirstCallDoesNotHoldUpTheFirstMessage() {
		try (RawWebSocketClient client = this.server.open("/reply/greeting")) {
			client.expectText("hello");
			client.sendText("hi");
			client.expectText("hi");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', textBlock = """
			csv, 'here,20', 'here,21'
			json, '{"place":"here","degrees":20}', '{"place":"here","degrees":21}'
			'', '{"place":"here","degrees":20}', '{"place":"here","degrees":21}'
			""")
	void codecIsThatOfTheSubProtocol(String subProtocol, String message, String reply) {
		HttpRequest request = HttpRequest.upgrade("/reply/reading");
		if (!subProtocol.isEmpty()) {
			request = request.with("Sec-WebSocket-Protocol", subProtocol);
		}
		try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
			assertThat(client.handshake().header("Sec-WebSocket-Protocol")).isEqualTo(subProtocol);
			client.sendText(message);
			client.expectText(reply);
			client.sendText("nonsense");
			client.expectClose(1007);
		}
	}

	// Whoever asks for what nobody can send learns nothing of the reason
	@Test
	void unknownWishSaysNothingInternal() {
		try (RawWebSocketClient client = this.server.open("/reply")) {
			client.sendText(wish("Secret"));
			client.expectClose(1007, "");
		}
	}

	@Test
	void connectionGoesOnWhenNothingWasSent() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/reply"))) {
			client.sendText(wish("Nothing"));
			await().until(() -> visit.calls() == 1);
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
		}
	}

}
