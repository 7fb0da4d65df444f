package io.github.websocketstarter.sample;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Sends each message back as it came, text as text and binary as binary. An endpoint
 * needs no more than Spring's own interface and one annotation.
 */
@WebSocketEndpoint("/ws")
class Echo implements WebSocketHandler {

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return session.send(session.receive().doOnNext(WebSocketMessage::retain));
	}

}
