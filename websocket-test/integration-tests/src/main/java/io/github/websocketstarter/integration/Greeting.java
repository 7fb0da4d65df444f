package io.github.websocketstarter.integration;

import java.util.Locale;

import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Parameters from the handshake, converted.
 */
@WebSocketEndpoint("/greeting/{name}")
class Greeting {

	@OnOpen
	String open(@PathVariable String name, @RequestParam int times, @RequestParam(defaultValue = "WARM") Tone tone,
			@RequestHeader("Accept-Language") Locale locale) {
		return "%s %d %s %s".formatted(name, times, tone, locale);
	}

	@OnMessage
	Flux<String> all(Flux<String> messages, @PathVariable String name) {
		return messages.map((text) -> name + ": " + text);
	}

	enum Tone {

		WARM, COLD

	}

}
