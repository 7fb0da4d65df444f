package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.function.Function;

import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.handshake.HandshakeOutcome;
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

	private final Function<ServerWebExchange, Mono<WebSocketHandler>> handlers;

	private final OriginPolicy origins;

	private final EngineWebSocketService service;

	private final WebSocketAcceptor acceptor;

	private Endpoint(EndpointDefinition definition, Function<ServerWebExchange, Mono<WebSocketHandler>> handlers,
			WebSocketAcceptor acceptor, WebSocketGroups groups) {
		this.definition = definition;
		this.handlers = definition.groups().isEmpty() ? handlers : (exchange) -> handlers.apply(exchange)
			.map((handler) -> new MemberHandler(definition.groups(), groups, handler));
		this.origins = (definition.origins() != null) ? definition.origins() : acceptor.origins();
		this.service = new EngineWebSocketService(acceptor, definition.settings(acceptor.settings()), this.origins);
		this.acceptor = acceptor;
	}

	// An endpoint of a handler that serves all connections.
	static Endpoint of(EndpointDefinition definition, WebSocketHandler handler, WebSocketAcceptor acceptor,
			WebSocketGroups groups) {
		Mono<WebSocketHandler> always = Mono.just(definition.subProtocols().isEmpty() ? handler
				: new SubProtocolHandler(definition.subProtocols(), handler));
		return new Endpoint(definition, (exchange) -> always, acceptor, groups);
	}

	// An endpoint of annotated methods.
	static Endpoint of(EndpointDefinition definition, AnnotatedEndpoint methods, WebSocketAcceptor acceptor,
			WebSocketGroups groups) {
		return new Endpoint(definition, methods::handler, acceptor, groups);
	}

	EndpointDefinition definition() {
		return this.definition;
	}

	OriginPolicy origins() {
		return this.origins;
	}

	Mono<Void> handle(ServerWebExchange exchange) {
		if (this.acceptor.check(exchange, this.origins) instanceof HandshakeOutcome.Refused refused) {
			// Nothing of a refused request is looked at.
			return this.acceptor.refuse(exchange, refused);
		}
		exchange.getAttributes().put(WebSocketAcceptor.ENDPOINT_ATTRIBUTE, this.definition.name().toString());
		return this.handlers.apply(exchange).flatMap((handler) -> this.service.handleRequest(exchange, handler));
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
