package io.github.websocketstarter.conformance;

import java.util.function.Supplier;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which {@code @OnError} method handles an exception, and what becomes of those that none
 * handles (design 3.5).
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorIntegrationTests {

	@Parameter
	private TestServer server;

	// The captured output begins with that of earlier tests
	private static Supplier<String> since(CapturedOutput output) {
		int start = output.getOut().length();
		return () -> output.getOut().substring(start);
	}

	// The endpoint's own before those of the advices in their order, and of one bean the
	// most specific; the connection goes on
	@ParameterizedTest
	@CsvSource({ "f, not found ada", "i, io", "h, first", "p, first", "s, only second" })
	void methodIsTheFirstOneThatFits(char kind, String answer) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			for (int i = 0; i < 3; i++) {
				client.sendBinary((byte) kind);
				client.expectText(answer);
				if (kind == 'i') {
					client.expectText(answer);
				}
			}
		}
	}

	@Test
	void methodMaySayNothing() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			client.sendBinary((byte) 'a');
			client.sendBinary((byte) 'f');
			client.expectText("not found ada");
			assertThat(visit.notes()).containsExactly("argument");
		}
	}

	@Test
	void methodsOfAdvicesHaveArguments() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			client.sendBinary((byte) 's');
			client.expectText("only second");
			assertThat(visit.notes()).containsExactly("open");
		}
	}

	@Test
	void errorOfAStreamIsHandledAfterItsValues() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			for (int i = 0; i < 20; i++) {
				client.sendText("f");
				client.expectText("one");
				client.expectText("two");
				client.expectText("not found ada");
			}
			client.sendText("mono h");
			client.expectText("one");
			client.expectText("first");
		}
	}

	@Test
	void errorOfTheFirstCallIsHandled() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/open/handled"))) {
			client.sendText("text");
			client.expectText("io");
			client.expectText("text");
		}
	}

	@Test
	void errorOfAPongIsHandled() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/pong"))) {
			client.pong();
			client.expectText("io");
			client.sendText("text");
			client.expectText("no method for TEXT");
			client.sendBinary((byte) 1);
			client.expectText("no method for BINARY");
		}
	}

	// CL-13: nothing of it is sent, and an operator finds it
	@ParameterizedTest
	@ValueSource(chars = { 'x', 'e', 'o', 'n' })
	void errorThatNobodyHandlesCloses1011(char kind, CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			client.sendBinary((byte) kind);
			client.sendBinary((byte) 'f');
			client.expectClose(1011, "");
			client.sendClose(1011);
			client.expectEof();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
			assertThat(log.get()).contains(" ERROR ", "secret", "\tat ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "mono x", "throw x" })
	void errorOfAPublisherThatNobodyHandlesCloses1011(String how, CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			client.sendText(how);
			Frame frame = client.readFrame();
			while (frame.opcode() == Frame.TEXT) {
				frame = client.readFrame();
			}
			assertThat(frame.closeCode()).isEqualTo(1011);
			assertThat(frame.closeReason()).isEmpty();
			await().untilAsserted(() -> assertThat(log.get()).contains(" ERROR ", "secret", "\tat "));
		}
	}

	@Test
	void errorOfTheFirstCallThatNobodyHandlesCloses1011() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/open/other"))) {
			client.sendText("text");
			client.expectClose(1011);
			client.sendClose(1011);
			client.expectEof();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
		}
	}

	@Test
	void valueThatCannotBeWrittenCloses1011() {
		try (RawWebSocketClient client = this.server.open("/error/value")) {
			client.sendText("text");
			client.expectClose(1011, "");
		}
	}

	@Test
	void errorOfTheLastCallIsLogged(CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/close"))) {
			client.sendClose(1000);
			client.expectClose(1000);
			client.expectEof();
			await().untilAsserted(() -> assertThat(log.get()).contains(" ERROR ", "the last one failed"));
			assertThat(visit.notes()).containsExactly("closed");
		}
	}

	// What clients do wrong is no error of the server
	@Test
	void deniedAccessCloses1008(CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/error/ada"))) {
			client.sendBinary((byte) 'd');
			client.expectClose(1008, "");
			client.sendClose(1008);
			client.expectEof();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
			assertThat(log.get()).doesNotContain(" ERROR ", " WARN ", "secret");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'',
			value = { "/error/valid, 0, 1", "/error/valid/small, 1, 9", "/error/valid/stream/strict, 0, 1" })
	void payloadThatIsNotValidCloses1008(String path, int count, int weight, CapturedOutput output) {
		Supplier<String> log = since(output);
		try (RawWebSocketClient client = this.server.open(path)) {
			client.sendText("{\"item\":\"tea\",\"count\":1,\"weight\":1}");
			client.expectText("tea");
			client.sendText("{\"item\":\"tea\",\"count\":%d,\"weight\":%d}".formatted(count, weight));
			client.expectClose(1008, "");
			client.sendClose(1008);
			client.expectEof();
			assertThat(log.get()).doesNotContain(" ERROR ", " WARN ");
		}
	}

	@Test
	void constraintsOfOtherGroupsDoNotCount() {
		try (RawWebSocketClient client = this.server.open("/error/valid/small")) {
			client.sendText("{\"item\":\"\",\"count\":0,\"weight\":1}");
			client.expectText("");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/error/valid/patient", "/error/valid/stream" })
	void payloadThatIsNotValidIsHandled(String path) {
		try (RawWebSocketClient client = this.server.open(path)) {
			for (int i = 0; i < 30; i++) {
				client.sendText("{\"item\":\" \",\"count\":0,\"weight\":1}");
				client.expectText("[\"count\",\"item\"]");
				client.sendText("{\"item\":\"tea\",\"count\":1,\"weight\":1}");
				client.expectText("tea");
			}
		}
	}

}
