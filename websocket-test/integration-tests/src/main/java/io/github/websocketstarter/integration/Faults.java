package io.github.websocketstarter.integration;

import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.WebSocketEndpointAdvice;

import org.springframework.core.codec.DecodingException;

/**
 * Answers messages that cannot be decoded, for all endpoints.
 */
@WebSocketEndpointAdvice
class Faults {

	@OnError
	Unreadable unreadable(DecodingException fault) {
		return new Unreadable("unreadable");
	}

	record Unreadable(String fault) {

	}

}
