package io.github.websocketstarter.testclient;

import java.util.Map;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Greets who comes and repeats what is said.
 */
@WebSocketEndpoint(path = "/rooms/{room}", subProtocols = { "v2.json", "v1.json" })
class Room implements WebSocketHandler {

	private final Greetings greetings;

	private final JsonMapper json;

	Room(Greetings greetings, JsonMapper json) {
		this.greetings = greetings;
		this.json = json;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		String user = String.valueOf(session.getHandshakeInfo().getHeaders().getFirst("X-User"));
		String room = String.valueOf(
				((Map<?, ?>) session.getAttributes().get(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)).get("room"));
		Flux<Said> said = session.receive()
			.map((message) -> this.json.readValue(message.getPayloadAsText(), Say.class))
			.map((say) -> new Said(room, user, say.text()));
		return session.send(Flux.concat(Mono.just(new Said(room, "", this.greetings.of(user))), said)
			.map(this.json::writeValueAsString)
			.map(session::textMessage));
	}

	/**
	 * What a client says.
	 */
	record Say(String text) {
	}

	/**
	 * What all hear.
	 */
	record Said(String room, String user, String text) {
	}

}
