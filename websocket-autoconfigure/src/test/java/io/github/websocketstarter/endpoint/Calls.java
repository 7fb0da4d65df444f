package io.github.websocketstarter.endpoint;

import java.util.List;

import io.github.websocketstarter.broadcast.ConnectionRegistry;
import io.github.websocketstarter.broadcast.WebSocketBroadcasts;
import io.github.websocketstarter.codec.WebSocketCodec;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.engine.Fanout;

/**
 * Makes the settings of endpoints without connections.
 */
final class Calls {

	private Calls() {
	}

	static CallSettings with(WebSocketCodec... codecs) {
		WebSocketCodecs all = WebSocketCodecs.of(List.of(codecs));
		WebSocketBroadcasts broadcasts = new WebSocketBroadcasts(new ConnectionRegistry(1), Fanout.NOBODY, all,
				List::of, null);
		return new CallSettings(all, Runnable::run, broadcasts.connections(), broadcasts.groups());
	}

}
