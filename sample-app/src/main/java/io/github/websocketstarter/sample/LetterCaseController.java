package io.github.websocketstarter.sample;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketUpgrade;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Accepts in a controller method and chooses the sub-protocol by hand: it says how the
 * text that comes back is spelled. A client that offers no known one gets its text back
 * unchanged.
 */
@Controller
class LetterCaseController {

	private static final Map<String, UnaryOperator<String>> SPELLINGS = Map.of("upper",
			(text) -> text.toUpperCase(Locale.ROOT), "lower", (text) -> text.toLowerCase(Locale.ROOT));

	// No @GetMapping: over HTTP/2 the method of a WebSocket request is CONNECT.
	@RequestMapping("/case")
	Mono<Void> spell(WebSocketUpgrade upgrade) {
		Optional<String> chosen = upgrade.requestedProtocols().stream().filter(SPELLINGS::containsKey).findFirst();
		UnaryOperator<String> spelling = chosen.map(SPELLINGS::get).orElse(UnaryOperator.identity());
		WebSocketAcceptOptions options = WebSocketAcceptOptions.builder().subProtocol(chosen.orElse(null)).build();
		return upgrade.accept(options, (connection) -> connection.send(connection.receive()
			.map((message) -> connection.textMessage(spelling.apply(message.getPayloadAsText())))));
	}

}
