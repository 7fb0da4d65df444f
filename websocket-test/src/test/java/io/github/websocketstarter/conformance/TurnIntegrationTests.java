package io.github.websocketstarter.conformance;

import java.util.function.Supplier;

import io.github.websocketstarter.test.OutgoingFrame;
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
 * What becomes of the calls of annotated methods when the connection ends, or others fail
 * (design 3.5).
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class TurnIntegrationTests {

	@Parameter
	private TestServer server;

	// The captured output begins with that of earlier tests
	private static Supplier<String> since(CapturedOutput output) {
		int start = output.getOut().length();
		return () -> output.getOut().substring(start);
	}

	@Test
	void streamOfMessagesIsHandledToItsEndAfterARegularClose() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/whole"))) {
			client.send(OutgoingFrame.text("one"), OutgoingFrame.text("two"), OutgoingFrame.text("three"),
					OutgoingFrame.close(1000, ""));
			client.expectClose(1000);
			assertThat(visit.notes()).isEmpty();

			visit.allow();

			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("one", "two", "three", "closed"));
		}
	}

	@Test
	void streamOfMessagesIsCancelledWithALostConnection() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/whole"))) {
			client.sendText("one");
			await().until(() -> visit.calls() == 1);
			client.connection().reset();

			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled", "closed"));
			visit.allow();
			assertThat(visit.calls()).isEqualTo(1);
		}
	}

	@Test
	void answersWithoutEndEndWithARegularClose() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/whole/endless"))) {
			client.sendText("text");
			client.expectText("text");
			client.sendClose(1000);
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled", "closed"));
		}
	}

	@Test
	void streamOfMessagesIsCancelledWithAMessageThatCannotBeRead() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/whole/strict"))) {
			client.sendText("{\"name\":\"one\"}");
			await().until(() -> visit.calls() == 1);
			client.sendText("{");
			client.expectClose(1007, "");
			client.sendClose(1007);
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled", "closed"));
		}
	}

	@Test
	void answerToAFailedStreamOfMessagesIsSent() {
		try (RawWebSocketClient client = this.server.open("/turn/whole/failing")) {
			client.sendText("text");
			client.expectText("one");
			client.expectText("two");
			client.expectText("three");
			client.expectClose(1000);
		}
	}

	@Test
	void endOfTheStreamOfMessagesEndsWhatRunsBesideIt() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/whole/beside"))) {
			client.sendText("one");
			client.sendText("two");
			client.expectText("2");
			client.expectClose(1000);
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("stopped"));
		}
	}

	// The publisher whose value could not be written completes none the less
	@Test
	void nextCallWaitsForTheErrorMethod() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/error"))) {
			client.sendText("one");
			client.sendText("two");
			client.ping("all are here");
			client.expectPong("all are here");

			visit.allow();

			client.expectText("unwritable");
			client.expectText("unwritable");
			assertThat(visit.calls()).isEqualTo(2);
			assertThat(visit.mostCallsAtOnce()).isEqualTo(1);
		}
	}

	// CL-13: what clients do wrong is no error of the server, whoever has seen it
	@Test
	void errorMethodThatThrowsTheExceptionAgainChangesNothing(CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/error/again"))) {
			client.sendText("{");
			client.expectClose(1007, "");
			assertThat(visit.notes()).containsExactly("seen");
			assertThat(log.get()).doesNotContain(" ERROR ", " WARN ");
		}
	}

	@Test
	void failureAfterTheCloseIsLogged(CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/error/late"))) {
			client.sendText("text");
			await().until(() -> visit.calls() == 1);
			client.sendClose(1000);
			client.expectClose(1000);

			visit.allow();

			await().untilAsserted(() -> assertThat(log.get()).contains(" ERROR ", "the late one failed", "\tat "));
		}
	}

	@Test
	void failureAfterTheLossIsNotLogged(CapturedOutput output) {
		Supplier<String> log = since(output);
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/error/late"))) {
			client.sendText("text");
			await().until(() -> visit.calls() == 1);
			client.connection().reset();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
			assertThat(log.get()).doesNotContain(" ERROR ", " WARN ");
		}
	}

	@ParameterizedTest
	@CsvSource({ "wrong, 1008, false", "broken, 1011, true" })
	void refusedLoginIsTheFaultOfTheClient(String password, int code, boolean logged, CapturedOutput output) {
		Supplier<String> log = since(output);
		try (RawWebSocketClient client = this.server.open("/turn/login")) {
			client.sendText(password);
			client.expectClose(code, "");
			assertThat(log.get().contains(" ERROR ")).isEqualTo(logged);
		}
	}

	@ParameterizedTest
	@CsvSource({ "' ', 1008, false", "nothing, 1011, true" })
	void argumentThatAValidatedEndpointRefusesIsTheFaultOfTheClient(String text, int code, boolean logged,
			CapturedOutput output) {
		Supplier<String> log = since(output);
		try (RawWebSocketClient client = this.server.open("/turn/validated")) {
			client.sendText("text");
			client.expectText("text");
			client.sendText(text);
			client.expectClose(code, "");
			assertThat(log.get().contains(" ERROR ")).isEqualTo(logged);
		}
	}

	@Test
	void callsThatWaitAreNotMadeAfterTheLoss() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/lost"))) {
			for (int i = 0; i < 12; i++) {
				client.sendText("text");
			}
			await().until(() -> visit.calls() > 0);
			client.connection().reset();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("closed"));
			assertThat(visit.calls()).isLessThan(12);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8 * 1024, 20 * 1024 })
	void sizeOfMessagesDoesNotLimitTheCallsAtOnce(int size) {
		Visit visit = this.server.visit();
		try (RawWebSocketClient client = this.server.open(visit.to("/turn/large"))) {
			for (int i = 0; i < 20; i++) {
				client.sendBinary(new byte[size]);
			}
			await().until(() -> visit.callsUnderWay() == 20);

			visit.allow();

			for (int i = 0; i < 20; i++) {
				client.expectText("" + size);
			}
		}
	}

}
