package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import io.github.websocketstarter.exchange.ClientConnection;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

/**
 * The running server as a test sees it: connects clients, and lets a test say what the
 * server does with one connection.
 */
@RestController
class TestServer {

	/** How long a test waits for what must come. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Map<String, Setup> setups = new ConcurrentHashMap<>();

	// known once the server runs
	private int port;

	@EventListener
	void started(WebServerInitializedEvent event) {
		this.port = event.getWebServer().getPort();
	}

	int port() {
		return this.port;
	}

	RawConnection connect() {
		return connect(RawConnection.builder());
	}

	RawConnection connect(RawConnection.Builder options) {
		return options.timeout(TIMEOUT).connect("localhost", this.port);
	}

	RawWebSocketClient open(EchoTarget target) {
		return connect().upgrade(HttpRequest.upgrade(target.path()));
	}

	/** Open a connection to an annotated endpoint that does what the script says. */
	RawWebSocketClient run(Script script) {
		return connect().upgrade(scripted("/script", WebSocketAcceptOptions.builder(), script));
	}

	/** Open a connection that is accepted by hand with options. */
	RawWebSocketClient run(WebSocketAcceptOptions.Builder options, Script script) {
		return connect().upgrade(scripted("/accept", options, script));
	}

	/** Make the handshake of a connection that the script handles. */
	HttpRequest scripted(String path, WebSocketAcceptOptions.Builder options, Script script) {
		String id = UUID.randomUUID().toString();
		this.setups.put(id, new Setup(options.build(), script));
		return HttpRequest.upgrade(path + "?" + id);
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

	/**
	 * What the server does with one connection.
	 */
	@FunctionalInterface
	interface Script {

		Mono<Void> run(WebSocketConnection connection);

	}

	private record Setup(WebSocketAcceptOptions options, Script script) {
	}

	@WebSocketEndpoint(path = "/script", subProtocols = { "v2.chat", "v1.chat" })
	static class Scripted implements WebSocketHandler {

		private final TestServer server;

		Scripted(TestServer server) {
			this.server = server;
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			Setup setup = this.server.setups.remove(session.getHandshakeInfo().getUri().getQuery());
			return setup.script().run(WebSocketConnection.from(session));
		}

	}

}
