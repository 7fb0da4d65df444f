package io.github.websocketstarter.integration;

import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

@ApplicationTest
class KotlinIntegrationTests {

	@Parameter
	private RunningApplication application;

	@Test
	void parameterThatIsNullableOrHasADefaultIsOptional() {
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue")) {
			client.expectText("blue null 7");
		}
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue?colour=red&size=3")) {
			client.expectText("blue red 3");
		}
	}

	@Test
	void suspendingFunctionTakesAndReturnsDataClasses() {
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue")) {
			client.expectText("blue null 7");
			client.sendText("{\"item\":\"tea\"}");
			client.expectText("{\"item\":\"tea\",\"count\":1,\"note\":null}");
		}
	}

	@Test
	void nothingIsSentForNull() {
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue")) {
			client.expectText("blue null 7");
			client.sendText("{\"item\":\"tea\",\"count\":100}");
			client.sendText("{\"item\":\"tea\",\"count\":2,\"note\":\"hot\"}");
			client.expectText("{\"item\":\"tea\",\"count\":2,\"note\":\"hot\"}");
		}
	}

	@Test
	void exceptionOfASuspendingFunctionIsHandled() {
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue")) {
			client.expectText("blue null 7");
			client.sendText("{\"item\":\"tea\",\"count\":0}");
			client.expectText("{\"fault\":\"wrong count\"}");
		}
	}

	@Test
	void missingPropertyOfADataClassCannotBeDecoded() {
		try (RawWebSocketClient client = this.application.open("/kotlin/calls/blue")) {
			client.expectText("blue null 7");
			client.sendText("{\"count\":1}");
			client.expectText("{\"fault\":\"unreadable\"}");
		}
	}

	@Test
	void groupGetsWhatSuspendingFunctionsAndFlowsReturn() {
		try (RawWebSocketClient one = joined("/kotlin/auctions/vase");
				RawWebSocketClient other = joined("/kotlin/auctions/vase")) {
			one.sendText("5");
			one.expectText("{\"item\":\"vase\",\"price\":5}");
			other.expectText("{\"item\":\"vase\",\"price\":5}");
			other.sendBinary((byte) 0);
			one.expectText("going");
			one.expectText("gone");
			other.ping("nothing else");
			other.expectPong("nothing else");
		}
	}

	// The answer to the handshake comes before the groups are joined.
	private RawWebSocketClient joined(String target) {
		RawWebSocketClient client = this.application.open(target);
		client.ping("joined");
		client.expectPong("joined");
		return client;
	}

	@Test
	void nothingIsSentForUnit() {
		try (RawWebSocketClient client = this.application.open("/kotlin/streams")) {
			client.sendBinary(new byte[5]);
			client.expectText("5 bytes");
			client.sendClose(1000);
			client.expectClose(1000);
		}
	}

	@Test
	void flowThatIsReturnedIsSent() {
		try (RawWebSocketClient client = this.application.open("/kotlin/streams")) {
			client.sendText("3");
			client.expectText("1");
			client.expectText("2");
			client.expectText("3");
		}
	}

	@Test
	void flowOfAllMessagesIsTaken() {
		try (RawWebSocketClient client = this.application.open("/kotlin/all")) {
			client.sendText("3");
			client.expectText("9");
			client.sendText("4");
			client.expectText("16");
		}
	}

	@Test
	void valueClassIsAParameterAndSuspendingFunctionIsGuarded() {
		try (RawWebSocketClient client = this.application.open("/account/kotlin/12", "ann")) {
			client.expectText("seat 12");
			client.sendText("Faust");
			client.expectText("playing Faust");
		}
		try (RawWebSocketClient client = this.application.open("/account/kotlin/12", "bob")) {
			client.expectText("seat 12");
			client.sendText("Faust");
			client.expectText("denied");
		}
	}

}
