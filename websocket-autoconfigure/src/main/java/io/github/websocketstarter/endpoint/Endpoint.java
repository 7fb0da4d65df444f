package io.github.websocketstarter.endpoint;

import java.util.List;

import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.EngineWebSocketService;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

/**
 * A bean that serves WebSocket requests.
 */
final class Endpoint {

	private final EndpointDefinition definition;

	private final WebSocketHandler handler;

	private final OriginPolicy origins;

	private final EngineWebSocketService service;

	private final WebSocketAcceptor acceptor;

	Endpoint(EndpointDefinition definition, WebSocketHandler handler, WebSocketAcceptor acceptor) {
		this.definition = definition;
		this.handler = definition.subProtocols().isEmpty() ? handler
				: new SubProtocolHandler(definition.subProtocols(), handler);
		this.origins = (definition.origins() != null) ? definition.origins() : acceptor.origins();
		this.service = new EngineWebSocketService(acceptor, definition.settings(acceptor.settings()), this.origins);
		this.acceptor = acceptor;
	}

	EndpointDefinition definition() {
		return this.definition;
	}

	OriginPolicy origins() {
		return this.origins;
	}

	Mono<Void> handle(ServerWebExchange exchange) {
		return this.service.handleRequest(exchange, this.handler);
	}

	Mono<Void> refuse(ServerWebExchange exchange) {
		return this.acceptor.refuseOrdinary(exchange);
	}

	@Override
	public String toString() {
		return "@WebSocketEndpoint bean '" + this.definition.beanName() + "'";
	}

	private record SubProtocolHandler(List<String> names, WebSocketHandler handler) implements WebSocketHandler {

		@Override
		public List<String> getSubProtocols() {
			return this.names;
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return this.handler.handle(session);
		}

	}

}
