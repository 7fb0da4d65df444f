package io.github.websocketstarter.sample;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

@WebSocketEndpoint("/ws")
class Echo implements WebSocketHandler {

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return session.send(session.receive().doOnNext(WebSocketMessage::retain));
	}

}
