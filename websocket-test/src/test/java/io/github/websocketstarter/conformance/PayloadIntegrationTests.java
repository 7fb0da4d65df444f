package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes a call of an {@code @OnMessage} method, and what does not (design 3.5).
 */
@ConformanceTest
class PayloadIntegrationTests {

	@Parameter
	private TestServer server;

	@Test
	void stringIsText() {
		try (RawWebSocketClient client = this.server.open("/payload/text")) {
			client.sendText("äöü €");
			client.expectText("äöü €!");
			client.sendText("");
			client.expectText("!");
		}
	}

	@Test
	void textAndBinaryHaveMethodsOfTheirOwn() {
		try (RawWebSocketClient client = this.server.open("/payload/both")) {
			client.sendText("one");
			client.expectText("one!");
			client.sendBinary((byte) 1, (byte) 2);
			client.expectBinary((byte) 2, (byte) 2);
			client.sendText("two");
			client.expectText("two!");
		}
	}

	@Test
	void byteBufferIsSentFromItsPosition() {
		try (RawWebSocketClient client = this.server.open("/payload/byte-buffer")) {
			client.sendBinary((byte) 1, (byte) 2, (byte) 3);
			client.expectBinary((byte) 2, (byte) 3);
		}
	}

	// Trap of Spring (#35519): a send moves the position of a buffer that others send,
	// too
	@Test
	void byteBufferCanBeSentManyTimes() {
		for (int i = 0; i < 3; i++) {
			try (RawWebSocketClient client = this.server.open("/payload/byte-buffer/constant")) {
				client.sendText("text");
				client.sendText("text");
				client.expectBinary((byte) 1, (byte) 2, (byte) 3);
				client.expectBinary((byte) 1, (byte) 2, (byte) 3);
			}
		}
	}

	// Returned as it is, it needs no retain; the leak detector sees whether it is
	// released
	@ParameterizedTest
	@ValueSource(strings = { "/payload/data-buffer", "/payload/data-buffer/later" })
	void dataBufferIsSentBackAsItIs(String path) {
		try (RawWebSocketClient client = this.server.open(path)) {
			for (int i = 0; i < 100; i++) {
				client.sendBinary((byte) i, (byte) 2);
				client.expectBinary((byte) i, (byte) 2);
			}
		}
	}

	@Test
	void dataBufferThatIsRetainedCanBeKept() {
		try (RawWebSocketClient client = this.server.open("/payload/data-buffer/kept")) {
			client.sendBinary((byte) 0);
			for (int i = 1; i < 100; i++) {
				client.sendBinary((byte) i);
				client.expectBinary((byte) (i - 1));
			}
			client.sendClose(1000);
			client.expectClose(1000);
		}
	}

	// Nobody but the leak detector sees that it is released
	@Test
	void dataBufferThatIsNotSentIsReleased() {
		try (RawWebSocketClient client = this.server.open("/payload/data-buffer/ignored")) {
			for (int i = 0; i < 20; i++) {
				client.sendBinary(new byte[i]);
				client.expectText((i > 0) ? "" + i : "nothing");
			}
		}
	}

	@Test
	void jsonIsReadAndWritten() {
		try (RawWebSocketClient client = this.server.open("/payload/json")) {
			client.sendText("{\"text\":\"ö\",\"number\":3}");
			client.expectText("{\"text\":\"ööö\"}");
		}
	}

	@Test
	void elementsOfListsHaveTheirDeclaredType() {
		try (RawWebSocketClient client = this.server.open("/payload/json/list")) {
			client.sendText("[{\"text\":\"a\",\"number\":1},{\"text\":\"b\",\"number\":1}]");
			client.expectText("[{\"text\":\"a\"},{\"text\":\"b\"}]");
		}
	}

	@Test
	void typeVariableIsThatOfTheEndpoint() {
		try (RawWebSocketClient client = this.server.open("/payload/json/generic")) {
			client.sendText("{\"text\":\"a\",\"number\":1}");
			client.expectText("a");
		}
	}

	@Test
	void sealedTypesAreToldApart() {
		try (RawWebSocketClient client = this.server.open("/payload/shapes")) {
			client.sendText("{\"type\":\"Circle\",\"radius\":3}");
			client.expectText("circle of 3");
			client.sendText("{\"type\":\"Square\",\"side\":4}");
			client.expectText("{\"type\":\"Circle\",\"radius\":4}");
			client.sendBinary((byte) 5);
			client.expectBinary((byte) 5);
		}
	}

	@Test
	void mostSpecificTypeWins() {
		try (RawWebSocketClient client = this.server.open("/payload/shapes/any")) {
			client.sendText("{\"type\":\"Circle\",\"radius\":3}");
			client.expectText("circle of 3");
			client.sendText("{\"type\":\"Square\",\"side\":4}");
			client.expectText("any Square");
		}
	}

	@Test
	void typeWithoutMethodCloses1003() {
		try (RawWebSocketClient client = this.server.open("/payload/shapes")) {
			client.sendText("{\"type\":\"Triangle\",\"side\":4}");
			client.expectClose(1003);
			client.sendClose(1003);
			client.expectEof();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/payload/text", "/payload/json", "/payload/json/patient" })
	void binaryForTextOnlyEndpointCloses1003(String path) {
		try (RawWebSocketClient client = this.server.open(path)) {
			client.sendBinary((byte) 1);
			client.expectClose(1003);
			client.sendClose(1003);
			client.expectEof();
		}
	}

	@Test
	void textForBinaryOnlyEndpointCloses1003() {
		try (RawWebSocketClient client = this.server.open("/payload/byte-buffer")) {
			client.sendText("text");
			client.expectClose(1003);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{", "null", "[]", "{\"text\":1,\"number\":\"x\"}", "{\"text\":\"a\",\"number\":1} x" })
	void jsonThatCannotBeReadCloses1007(String json) {
		try (RawWebSocketClient client = this.server.open("/payload/json")) {
			client.sendText(json);
			client.expectClose(1007);
			client.sendClose(1007);
			client.expectEof();
		}
	}

	@Test
	void unknownTypeIdCloses1007() {
		try (RawWebSocketClient client = this.server.open("/payload/shapes")) {
			client.sendText("{\"type\":\"java.lang.Runtime\"}");
			client.expectClose(1007);
		}
	}

	// Trap of Quarkus (MultiTextDecodeErrorBackpressureTest): a message that cannot be
	// read must not keep the next ones from being asked for
	@ParameterizedTest
	@ValueSource(strings = { "/payload/json/patient", "/payload/stream" })
	void messagesGoOnAfterThoseThatCannotBeRead(String path) {
		try (RawWebSocketClient client = this.server.open(path)) {
			String padding = "x".repeat(5000);
			for (int i = 0; i < 50; i++) {
				client.sendText("{\"text\":" + padding);
				client.expectText("{\"text\":\"unreadable\"}");
			}
			client.sendText("{\"text\":\"a\",\"number\":1}");
			assertThat(client.readMessage().text()).startsWith("{\"text\":\"a");
		}
	}

	@Test
	void manyUnreadableMessagesAtOnceAreAllAnswered() {
		try (RawWebSocketClient client = this.server.open("/payload/json/patient")) {
			List<OutgoingFrame> frames = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				frames.add(OutgoingFrame.text("{"));
			}
			client.send(frames);
			for (int i = 0; i < 200; i++) {
				client.expectText("{\"text\":\"unreadable\"}");
			}
		}
	}

	// Trap of Quarkus (#57079) and fabric8 (#7348): demand counts messages, not frames
	@Test
	void fragmentedMessageCountsAsOne() {
		try (RawWebSocketClient client = this.server.open("/payload/length")) {
			for (int i = 0; i < 3; i++) {
				byte[] payload = "x".repeat(300_000 + i).getBytes(StandardCharsets.US_ASCII);
				client.send(OutgoingFrame.fragments(Frame.TEXT, payload, 500));
				client.expectText("" + (300_000 + i));
			}
		}
	}

	// Traps of YeautyYE, Micronaut and Ktor: messages are put together without bound
	@Test
	void messageThatIsTooLargeCloses1009() {
		try (RawWebSocketClient client = this.server.open("/payload/length")) {
			client.sendText("x".repeat(1 << 20));
			client.expectText("" + (1 << 20));
			client.send(OutgoingFrame.fragments(Frame.TEXT, new byte[(1 << 20) + 1], 1 << 16));
			client.expectClose(1009);
		}
	}

	@Test
	void streamTakesAllMessages() {
		try (RawWebSocketClient client = this.server.open("/payload/stream")) {
			for (int i = 0; i < 100; i++) {
				client.sendText("{\"text\":\"a\",\"number\":2}");
				client.expectText("{\"text\":\"a1\"}");
				client.expectText("{\"text\":\"a2\"}");
			}
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
		}
	}

	@Test
	void streamFailsWithWhatItCannotTake() {
		try (RawWebSocketClient client = this.server.open("/payload/stream")) {
			client.sendText("{\"text\":\"a\",\"number\":1}");
			client.expectText("{\"text\":\"a1\"}");
			client.sendBinary((byte) 1);
			client.expectClose(1003, "");
		}
		try (RawWebSocketClient client = this.server.open("/payload/stream/sum")) {
			client.sendText("{");
			client.expectClose(1007, "");
		}
	}

	@Test
	void streamThatEndsClosesTheConnection() {
		try (RawWebSocketClient client = this.server.open("/payload/stream/sum")) {
			client.sendText("{\"text\":\"a\",\"number\":2}");
			client.sendText("{\"text\":\"a\",\"number\":3}");
			client.expectText("5");
			client.expectClose(1000);
		}
	}

	@Test
	void streamOfBuffersIsSentBack() {
		try (RawWebSocketClient client = this.server.open("/payload/stream/buffers")) {
			for (int i = 0; i < 100; i++) {
				client.sendBinary((byte) i);
				client.expectBinary((byte) i);
			}
		}
	}

	@Test
	void streamCanBeConsumedWithoutReply() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/payload/stream/consumer"))) {
			client.sendText("{\"text\":\"a\",\"number\":1}");
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("a"));
			client.sendText("{");
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("a", "unreadable"));
			client.sendText("{\"text\":\"b\",\"number\":1}");
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
			await().untilAsserted(
					() -> assertThat(visit.notes()).containsExactly("a", "unreadable", "b", "complete", "closed"));
		}
	}

}
