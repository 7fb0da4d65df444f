package io.github.websocketstarter.autoconfigure;

import java.util.List;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketUpgrade;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The upgrade of every exchange while the engine is off. Code that first asks whether it
 * has a WebSocket request treats all as ordinary ones.
 */
final class DisabledWebSocketUpgrade implements WebSocketUpgrade {

	@Override
	public boolean isWebSocketRequest() {
		return false;
	}

	@Override
	public List<String> requestedProtocols() {
		return List.of();
	}

	@Override
	public Mono<Void> accept(WebSocketAcceptOptions options,
			Function<? super WebSocketConnection, ? extends Publisher<Void>> handler) {
		return Mono.error(() -> new IllegalStateException(
				"No WebSocket connection can be accepted: 'websocket.enabled' is false"));
	}

}
