package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.WebSocketConnection;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Tells the client whether this engine or Spring's service runs it.
 */
class Greeter implements WebSocketHandler {

	static final RawRequest.Answer ENGINE = new RawRequest.Answer(101, "engine");

	static final RawRequest.Answer SPRING = new RawRequest.Answer(101, "spring");

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		String name = (session instanceof WebSocketConnection) ? ENGINE.text() : SPRING.text();
		return session.send(Mono.just(session.textMessage(name)));
	}

}
