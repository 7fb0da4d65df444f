package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.handshake.HandshakeOutcome;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.Assert;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Maps requests to {@link WebSocketEndpoint} beans. Of two instances the first one comes
 * before the application's mappings and takes what asks for a WebSocket, the other one
 * comes after them and answers what is left on the paths of the endpoints with 426 or
 * 405.
 *
 * @since 0.1.0
 */
public final class WebSocketEndpointHandlerMapping extends AbstractHandlerMapping {

	/** Before router functions (-1) and annotated controllers (0). */
	private static final int UPGRADES_ORDER = -2;

	/** Before static resources, which take every path. */
	private static final int REST_ORDER = Ordered.LOWEST_PRECEDENCE - 10;

	private final WebSocketEndpoints endpoints;

	private final WebSocketAcceptor acceptor;

	private final boolean upgrades;

	private WebSocketEndpointHandlerMapping(WebSocketEndpoints endpoints, WebSocketAcceptor acceptor,
			boolean upgrades) {
		Assert.notNull(endpoints, "'endpoints' must not be null");
		Assert.notNull(acceptor, "'acceptor' must not be null");
		this.endpoints = endpoints;
		this.acceptor = acceptor;
		this.upgrades = upgrades;
		setOrder(upgrades ? UPGRADES_ORDER : REST_ORDER);
	}

	/**
	 * Create the mapping of requests that ask for a WebSocket.
	 * @param endpoints the endpoints
	 * @param acceptor checks the requests
	 * @return the mapping
	 */
	public static WebSocketEndpointHandlerMapping forUpgrades(WebSocketEndpoints endpoints,
			WebSocketAcceptor acceptor) {
		return new WebSocketEndpointHandlerMapping(endpoints, acceptor, true);
	}

	/**
	 * Create the mapping of the other requests, for which nothing else was found.
	 * @param endpoints the endpoints
	 * @param acceptor checks the requests
	 * @return the mapping
	 */
	public static WebSocketEndpointHandlerMapping forTheRest(WebSocketEndpoints endpoints, WebSocketAcceptor acceptor) {
		return new WebSocketEndpointHandlerMapping(endpoints, acceptor, false);
	}

	@Override
	protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
		if (belongsToAnotherServer(exchange)) {
			return Mono.empty();
		}
		PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
		WebSocketEndpoints.Route route = this.endpoints.match(path);
		if (route == null) {
			return Mono.empty();
		}
		Endpoint endpoint = route.endpoint();
		boolean ordinary = this.acceptor.check(exchange, endpoint.origins()) instanceof HandshakeOutcome.NotUpgrade;
		if (ordinary == this.upgrades) {
			return Mono.empty();
		}
		exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, endpoint);
		exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, route.pattern());
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setPathPattern(route.pattern().getPatternString()));
		PathPattern.PathMatchInfo match = route.pattern().matchAndExtract(path);
		if (match != null) {
			exchange.getAttributes().put(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.getUriVariables());
			exchange.getAttributes().put(HandlerMapping.MATRIX_VARIABLES_ATTRIBUTE, match.getMatrixVariables());
		}
		return Mono.just(this.upgrades ? new Upgrade(endpoint) : new Rest(endpoint));
	}

	private boolean belongsToAnotherServer(ServerWebExchange exchange) {
		// The management server's context is a child of the application's and sees its
		// mappings.
		ApplicationContext own = getApplicationContext();
		ApplicationContext other = exchange.getApplicationContext();
		return own != null && other != null && own != other;
	}

	/**
	 * Return the adapter for what these mappings find. It answers requests that do not
	 * fit the parameters of an endpoint's methods with a problem detail (RFC 9457) if
	 * nothing else does.
	 * @param codecs write the problem detail
	 * @return an adapter
	 */
	public static HandlerAdapter adapter(ServerCodecConfigurer codecs) {
		return new Adapter(new HandshakeProblems(codecs));
	}

	private record Upgrade(Endpoint endpoint) {
	}

	private record Rest(Endpoint endpoint) {
	}

	private static final class Adapter implements HandlerAdapter, DispatchExceptionHandler, Ordered {

		private final HandshakeProblems problems;

		Adapter(HandshakeProblems problems) {
			this.problems = problems;
		}

		@Override
		public int getOrder() {
			// Exceptions come to the controllers' adapter first.
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable error) {
			return this.problems.handleError(exchange, error);
		}

		@Override
		public boolean supports(Object handler) {
			return handler instanceof Upgrade || handler instanceof Rest;
		}

		@Override
		public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
			Mono<Void> handled = (handler instanceof Upgrade upgrade) ? upgrade.endpoint().handle(exchange)
					: ((Rest) handler).endpoint().refuse(exchange);
			return handled.then(Mono.empty());
		}

	}

}
