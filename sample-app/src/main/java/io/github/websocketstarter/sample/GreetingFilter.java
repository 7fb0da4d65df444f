package io.github.websocketstarter.sample;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketUpgrade;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Accepts in a filter, as a middleware does in ASP.NET Core. Requests that ask for
 * something else pass on to the rest of the application.
 */
@Component
class GreetingFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean ours = exchange.getRequest().getPath().pathWithinApplication().value().equals("/greeting");
		if (ours && WebSocketUpgrade.of(exchange).isWebSocketRequest()) {
			return WebSocketUpgrade.of(exchange).accept(this::greet);
		}
		return chain.filter(exchange);
	}

	private Mono<Void> greet(WebSocketConnection connection) {
		return connection.send(connection.receive()
			.map(WebSocketMessage::getPayloadAsText)
			.map((name) -> connection.textMessage("Hello, " + name + "!")));
	}

}
