package io.github.websocketstarter.exchange;

import io.github.websocketstarter.cancellation.DisconnectReason;

/**
 * How a client goes.
 */
enum Departure {

	FIN(DisconnectReason.PEER_EOF), RST(DisconnectReason.PEER_RESET);

	private final DisconnectReason reason;

	Departure(DisconnectReason reason) {
		this.reason = reason;
	}

	DisconnectReason reason() {
		return this.reason;
	}

	void leave(WireClient client) {
		if (this == RST) {
			client.reset();
		}
		else {
			client.leave();
		}
	}

}
