package io.github.websocketstarter.sample;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * A handler in the words of Spring's reference documentation. It knows nothing of this
 * starter and still runs on its engine.
 */
class PlainEcho implements WebSocketHandler {

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		Flux<WebSocketMessage> output = session.receive()
			.map(WebSocketMessage::getPayloadAsText)
			.map((value) -> session.textMessage("Echo " + value));
		return session.send(output);
	}

}
