package io.github.websocketstarter.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

/**
 * An endpoint whose methods are called. Immutable.
 */
final class AnnotatedEndpoint {

	private final List<String> subProtocols;

	private final HandshakeArguments handshake;

	private final Map<@Nullable String, EndpointMethods> methods;

	/**
	 * Create an endpoint.
	 * @param subProtocols the sub-protocols that it supports
	 * @param handshake the parameters of all of its methods that the request determines
	 * @param methods its methods by sub-protocol; under {@code null} those for
	 * connections without one
	 */
	AnnotatedEndpoint(List<String> subProtocols, HandshakeArguments handshake,
			Map<@Nullable String, EndpointMethods> methods) {
		this.subProtocols = subProtocols;
		this.handshake = handshake;
		this.methods = new HashMap<>(methods);
	}

	/**
	 * Make the handler of a request's connection.
	 * @param exchange the exchange
	 * @return the handler; fails with what the answer to the request should be
	 */
	Mono<WebSocketHandler> handler(ServerWebExchange exchange) {
		return SecurityContexts.current()
			.flatMap((context) -> this.handshake.resolve(exchange)
				.map((values) -> new ConnectionHandler(values, context)));
	}

	private final class ConnectionHandler implements WebSocketHandler {

		private final @Nullable Object[] handshakeValues;

		private final Context context;

		ConnectionHandler(@Nullable Object[] handshakeValues, Context context) {
			this.handshakeValues = handshakeValues;
			this.context = context;
		}

		@Override
		public List<String> getSubProtocols() {
			return AnnotatedEndpoint.this.subProtocols;
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			WebSocketConnection connection = WebSocketConnection.from(session);
			EndpointMethods to = AnnotatedEndpoint.this.methods.get(connection.subProtocol());
			Assert.state(to != null, () -> "Unknown sub-protocol: " + connection.subProtocol());
			return Mono.<Void>create((sink) -> new Conversation(connection, to, this.handshakeValues, sink).begin())
				.contextWrite(this.context);
		}

	}

}
