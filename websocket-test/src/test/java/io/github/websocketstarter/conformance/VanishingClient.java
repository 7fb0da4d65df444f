package io.github.websocketstarter.conformance;

import java.time.Duration;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;

/**
 * The program on a host whose link is cut: it opens a connection, says so and answers
 * PINGs for as long as it lives.
 */
public final class VanishingClient {

	private VanishingClient() {
	}

	public static void main(String[] arguments) {
		RawConnection connection = RawConnection.builder()
			.protocol(Protocol.valueOf(arguments[3]))
			.connect(arguments[0], Integer.parseInt(arguments[1]));
		RawWebSocketClient client = connection.upgrade(HttpRequest.upgrade(arguments[2]));
		System.out.println("open");
		while (true) {
			Frame frame = client.readFrame(Duration.ofMinutes(1));
			if (frame.opcode() == Frame.PING) {
				client.pong(frame.payload());
			}
		}
	}

}
