package io.github.websocketstarter.sample;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Hands each socket to the {@link Ticker} and keeps it by keeping its own publisher open.
 * What the client says meanwhile is read and dropped, so that its Close is seen at once.
 */
@WebSocketEndpoint("/ticker")
class TickerEndpoint implements WebSocketHandler {

	private final Ticker ticker;

	TickerEndpoint(Ticker ticker) {
		this.ticker = ticker;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		Mono<Void> held = this.ticker.hold(WebSocketConnection.from(session));
		return session.receive().takeUntilOther(held).then();
	}

}
