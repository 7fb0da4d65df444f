package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.RawWebSocketClient;

/**
 * What has to come back from the server.
 *
 * @param opcode the type of the message, or {@link Frame#PONG}
 * @param payload its payload
 */
record Reply(int opcode, byte[] payload) {

	static Reply text(String text) {
		return new Reply(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	static Reply binary(byte... payload) {
		return new Reply(Frame.BINARY, payload);
	}

	static Reply pong(String payload) {
		return new Reply(Frame.PONG, payload.getBytes(StandardCharsets.UTF_8));
	}

	void expect(RawWebSocketClient client) {
		switch (this.opcode) {
			case Frame.TEXT -> client.expectText(new String(this.payload, StandardCharsets.UTF_8));
			case Frame.BINARY -> client.expectBinary(this.payload);
			default -> client.expectPong(this.payload);
		}
	}

}
