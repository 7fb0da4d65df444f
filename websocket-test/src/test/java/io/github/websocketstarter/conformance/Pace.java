package io.github.websocketstarter.conformance;

import java.util.List;

import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;

/**
 * How the octets of several frames are cut into TCP writes, which must make no
 * difference.
 */
enum Pace {

	TOGETHER {

		@Override
		void send(RawWebSocketClient client, List<OutgoingFrame> frames) {
			client.send(frames);
		}

	},

	FRAMES {

		@Override
		void send(RawWebSocketClient client, List<OutgoingFrame> frames) {
			frames.forEach(client::send);
		}

	},

	CHOPS_OF_997 {

		@Override
		void send(RawWebSocketClient client, List<OutgoingFrame> frames) {
			frames.forEach((frame) -> client.connection().write(frame.encode(), 997));
		}

	},

	OCTETS {

		@Override
		void send(RawWebSocketClient client, List<OutgoingFrame> frames) {
			frames.forEach((frame) -> client.connection().write(frame.encode(), 1));
		}

	};

	abstract void send(RawWebSocketClient client, List<OutgoingFrame> frames);

}
