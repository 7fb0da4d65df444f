package io.github.websocketstarter.upgrade;

import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.HandshakeOutcome;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.SubProtocols;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * The service behind every {@link WebSocketHandler}, however it is mapped. Completes
 * after the handshake, as Spring's own service does.
 *
 * @since 0.1.0
 */
public final class EngineWebSocketService implements WebSocketService {

	private final WebSocketAcceptor acceptor;

	private final SocketSettings settings;

	private final OriginPolicy origins;

	/**
	 * Create a service with an acceptor's settings and origins.
	 * @param acceptor opens the connections
	 */
	public EngineWebSocketService(WebSocketAcceptor acceptor) {
		this(acceptor, acceptor.settings(), acceptor.origins());
	}

	/**
	 * Create a service.
	 * @param acceptor opens the connections
	 * @param settings the settings of the connections
	 * @param origins the origins from which connections are accepted
	 */
	public EngineWebSocketService(WebSocketAcceptor acceptor, SocketSettings settings, OriginPolicy origins) {
		Assert.notNull(acceptor, "'acceptor' must not be null");
		this.acceptor = acceptor;
		this.settings = settings;
		this.origins = origins;
	}

	@Override
	public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
		HandshakeOutcome outcome = this.acceptor.check(exchange, this.origins);
		if (outcome instanceof HandshakeOutcome.Accepted accepted) {
			String subProtocol = SubProtocols.select(accepted.requestedProtocols(), handler.getSubProtocols());
			return this.acceptor.open(exchange, this.settings, subProtocol, handler::handle, false);
		}
		if (outcome instanceof HandshakeOutcome.Refused refused) {
			return this.acceptor.refuse(exchange, refused);
		}
		return this.acceptor.refuseOrdinary(exchange);
	}

}
