package io.github.websocketstarter.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who gets what {@code @Broadcast} methods return (OP-12).
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class AnnotatedBroadcastIntegrationTests {

	@Parameter
	private TestServer server;

	private final String room = UUID.randomUUID().toString();

	private RawWebSocketClient join(String name) {
		return joined("/broadcast/rooms/" + this.room + "?name=" + name);
	}

	private RawWebSocketClient listen() {
		return joined("/broadcast/listen/" + this.room);
	}

	// The answer to the handshake comes before the groups are joined.
	private RawWebSocketClient joined(String target) {
		RawWebSocketClient client = this.server.open(target);
		expectNothing(client);
		return client;
	}

	private static void wish(RawWebSocketClient client, String type, String text) {
		client.sendText("{\"type\":\"%s\",\"text\":\"%s\"}".formatted(type, text));
	}

	private static void wish(RawWebSocketClient client, String type) {
		client.sendText("{\"type\":\"" + type + "\"}");
	}

	// What else was sent has come before the answer to a PING.
	private static void expectNothing(RawWebSocketClient client) {
		client.ping("nothing else");
		client.expectPong("nothing else");
	}

	@Test
	void membersOfTheGroupGetTheValue() {
		try (RawWebSocketClient ada = join("ada");
				RawWebSocketClient other = joined("/broadcast/rooms/other-" + this.room + "?name=eve");
				RawWebSocketClient listener = listen()) {
			wish(ada, "Say", "hello");
			ada.expectText("hello");
			listener.expectText("hello");
			expectNothing(other);
		}
	}

	@Test
	void senderIsLeftOutIfItWantsToBe() {
		try (RawWebSocketClient listener = listen(); RawWebSocketClient ada = join("ada")) {
			listener.expectText("ada makes it 2");
			wish(ada, "Whisper", "psst");
			listener.expectText("psst");
			expectNothing(ada);
		}
	}

	// The groups are joined before the first call, and left before the last one
	@Test
	void comingAndGoingIsToldToTheOthers() {
		try (RawWebSocketClient ada = join("ada")) {
			expectNothing(ada);
			RawWebSocketClient bob = join("bob");
			ada.expectText("bob makes it 2");
			bob.sendClose(1000);
			bob.expectClose(1000);
			ada.expectText("bob leaves 1 with 1000");
			bob.close();
			RawWebSocketClient eve = join("eve");
			ada.expectText("eve makes it 2");
			eve.connection().reset();
			ada.expectText("eve leaves 1 with 1006");
		}
	}

	@Test
	void valuesOfTheLastCallAreAllSent() {
		try (RawWebSocketClient listener = listen()) {
			RawWebSocketClient client = this.server.open("/broadcast/held/" + this.room);
			client.sendClose(1000);
			client.expectClose(1000);
			listener.expectText("good");
			listener.expectText("bye");
			client.close();
		}
	}

	@Test
	void allValuesOfAStreamAreSentInTheirOrder() {
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			ada.sendText("{\"type\":\"Count\",\"to\":300}");
			for (RawWebSocketClient each : List.of(ada, listener)) {
				IntStream.rangeClosed(1, 300).forEach((i) -> each.expectText("" + i));
			}
		}
	}

	@Test
	void valueIsWrittenAsItsDeclaredType() {
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			wish(ada, "Buy");
			String items = "[{\"kind\":\"Tea\",\"grams\":50},{\"kind\":\"Cup\",\"colour\":\"red\"}]";
			ada.expectText(items);
			listener.expectText(items);
		}
	}

	@Test
	void payloadCanBePassedOn() {
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			for (byte i = 0; i < 100; i++) {
				ada.sendBinary(i, (byte) 2);
				ada.expectBinary(i, (byte) 2);
				listener.expectBinary(i, (byte) 2);
			}
		}
	}

	@Test
	void nothingIsNotSent() {
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			wish(ada, "Nothing");
			wish(ada, "Say", "something");
			ada.expectText("something");
			listener.expectText("something");
		}
	}

	// Without a group: all of the endpoint, whatever their path and sub-protocol are
	@Test
	void connectionsOfTheEndpointGetTheValue() {
		HttpRequest json = HttpRequest.upgrade("/broadcast/here/there").with("Sec-WebSocket-Protocol", "json");
		try (RawWebSocketClient one = joined("/broadcast/here/one");
				RawWebSocketClient other = this.server.connect().upgrade(json);
				RawWebSocketClient stranger = listen()) {
			expectNothing(other);
			one.sendText(this.room);
			one.expectText("{\"what\":\"" + this.room + "\"}");
			other.expectText("{\"what\":\"" + this.room + "\"}");
			expectNothing(stranger);
		}
	}

	// CC-2: replies and broadcasts, of methods that block and of those that do not
	@Test
	void orderIsThatOfTheCalls() {
		List<String> types = List.of("Say", "Echo", "SayLater", "Say", "SayLater", "Echo");
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			List<String> said = new ArrayList<>();
			for (int i = 0; i < 600; i++) {
				String type = types.get(i % types.size());
				wish(ada, type, "m" + i);
				if (!type.equals("Echo")) {
					said.add("m" + i);
				}
			}
			IntStream.range(0, 600).forEach((i) -> ada.expectText("m" + i));
			said.forEach(listener::expectText);
		}
	}

	@Test
	void valueThatCannotBeWrittenIsAnErrorOfTheCaller() {
		try (RawWebSocketClient ada = join("ada"); RawWebSocketClient listener = listen()) {
			wish(ada, "Spoil");
			ada.expectText("cannot be written");
			wish(ada, "SpoilSome");
			ada.expectText("{\"text\":\"written\"}");
			ada.expectText("cannot be written");
			listener.expectText("{\"text\":\"written\"}");
			expectNothing(listener);
		}
	}

	@Test
	void valueThatCannotBeWrittenCloses1011(CapturedOutput output) {
		try (RawWebSocketClient client = this.server.open("/broadcast/strict")) {
			client.sendText("text");
			client.expectClose(1011, "");
			client.sendClose(1011);
			client.expectEof();
			assertThat(output).contains(" ERROR ", "secret");
		}
	}

	// The turn of a call does not last until slow peers have taken its value
	@ParameterizedTest
	@ValueSource(strings = { "Say", "SayLater" })
	void slowMemberHoldsUpNobody(String type) {
		try (RawWebSocketClient slow = this.server.connect(RawConnection.builder().receiveBuffer(8192))
			.upgrade(HttpRequest.upgrade("/broadcast/listen/" + this.room)); RawWebSocketClient ada = join("ada")) {
			String large = "x".repeat(50_000);
			for (int i = 0; i < 100; i++) {
				wish(ada, type, large + i);
				ada.expectText(large + i);
			}
			wish(ada, "Echo", "still here");
			ada.expectText("still here");
			slow.connection().reset();
		}
	}

	@Test
	void valueOfAConnectionThatIsLostIsSentToTheOthers() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient listener = listen()) {
			RawWebSocketClient client = this.server.open(visit.to("/broadcast/held/" + this.room));
			client.sendText("last words");
			await().until(() -> visit.calls() == 1);
			client.connection().reset();
			listener.expectText("last words");
			assertThat(visit.notes()).containsExactly("interrupted");
			listener.expectText("good");
		}
	}

	@Test
	void streamEndsWithTheConnectionOfItsMethod() {
		Visit visit = this.server.visit();
		try (RawWebSocketClient listener = listen()) {
			RawWebSocketClient client = this.server.open(visit.to("/broadcast/held/" + this.room));
			client.sendBinary((byte) 1);
			listener.expectText("tick");
			client.connection().reset();
			await().untilAsserted(() -> assertThat(visit.notes()).containsExactly("cancelled"));
		}
	}

	// Others get what the messages before a Close frame lead to
	@Test
	void methodThatTakesAllMessagesSendsTheirLastValues() {
		try (RawWebSocketClient listener = listen();
				RawWebSocketClient client = this.server.open("/broadcast/stream/" + this.room)) {
			client.sendText("one");
			client.expectText("ONE");
			client.sendText("two");
			client.sendText("three");
			client.sendClose(1000);
			client.expectClose(1000);
			listener.expectText("ONE");
			listener.expectText("TWO");
			listener.expectText("THREE");
		}
	}

}
