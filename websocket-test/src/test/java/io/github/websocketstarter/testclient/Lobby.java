package io.github.websocketstarter.testclient;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.exchange.ClientConnection;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller whose methods take what the starter has for them.
 */
@RestController
class Lobby {

	@GetMapping("/lobby")
	Mono<String> enter(WebSocketUpgrade upgrade, ClientConnection client) {
		return Mono.just(upgrade.isWebSocketRequest() ? "socket" : "page");
	}

	@GetMapping("/lobby/wait")
	Mono<String> await(DisconnectToken disconnected) {
		return Mono.just("waited");
	}

}
