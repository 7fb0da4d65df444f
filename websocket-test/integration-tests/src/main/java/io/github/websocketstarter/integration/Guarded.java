package io.github.websocketstarter.integration;

import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;

/**
 * Access rules at the methods, one with an answer and one without.
 */
class Guarded {

	@WebSocketEndpoint("/account/silent")
	static class Silent {

		@OnMessage
		@PreAuthorize("hasRole('STAFF')")
		Mono<String> secret(String text) {
			return Mono.just("secret " + text);
		}

	}

	@WebSocketEndpoint("/account/answering")
	static class Answering {

		@OnMessage
		@PreAuthorize("hasRole('STAFF')")
		Flux<String> secrets(String text) {
			return Flux.just("first " + text, "second " + text);
		}

		@OnError
		String denied(AccessDeniedException denied) {
			return "denied";
		}

	}

	@WebSocketEndpoint("/staff")
	static class Staff {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

}
