package io.github.websocketstarter.conformance;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import io.github.websocketstarter.exchange.ClientConnection;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

/**
 * The part of the application that does what a test says.
 */
@RestController
class Scripts {

	private final Map<String, Setup> setups = new ConcurrentHashMap<>();

	/**
	 * Add what to do with one connection.
	 * @return the query with which to open it
	 */
	String add(WebSocketAcceptOptions options, TestServer.Script script) {
		String id = UUID.randomUUID().toString();
		this.setups.put(id, new Setup(options, script));
		return id;
	}

	@GetMapping("/accept")
	Mono<Void> accept(ServerWebExchange exchange) {
		Setup setup = this.setups.remove(exchange.getRequest().getURI().getQuery());
		ClientConnection client = ClientConnection.of(exchange);
		return WebSocketUpgrade.of(exchange).accept(setup.options(), (connection) -> {
			connection.getAttributes().put(ClientConnection.class.getName(), client);
			return setup.script().run(connection);
		});
	}

	/** The client connection of the exchange that was accepted by hand. */
	static ClientConnection client(WebSocketConnection connection) {
		return (ClientConnection) connection.getAttributes().get(ClientConnection.class.getName());
	}

	@GetMapping("/plain")
	String plain() {
		return "plain";
	}

	private record Setup(WebSocketAcceptOptions options, TestServer.Script script) {
	}

	@WebSocketEndpoint(path = "/script", name = "script", subProtocols = { "v2.chat", "v1.chat" })
	static class Scripted implements WebSocketHandler {

		private final Scripts scripts;

		Scripted(Scripts scripts) {
			this.scripts = scripts;
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			Setup setup = this.scripts.setups.remove(session.getHandshakeInfo().getUri().getQuery());
			return setup.script().run(WebSocketConnection.from(session));
		}

	}

}
