package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.handshake.HandshakeOutcome;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Maps requests to {@link WebSocketEndpoint} beans. Of two instances the first one comes
 * before the application's mappings and takes what asks for a WebSocket, the other one
 * comes after them and answers what is left on the paths of the endpoints with 426 or
 * 405. Static resources take every path, so what they do not find is left, too.
 *
 * @since 0.1.0
 */
public final class WebSocketEndpointHandlerMapping extends AbstractHandlerMapping {

	/** Before router functions (-1) and annotated controllers (0). */
	private static final int UPGRADES_ORDER = -2;

	/** After static resources and mappings without an order. */
	private static final int REST_ORDER = Ordered.LOWEST_PRECEDENCE;

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
		Endpoint endpoint = find(exchange);
		if (endpoint == null) {
			return Mono.empty();
		}
		return Mono.just(this.upgrades ? new Upgrade(endpoint) : new Rest(endpoint));
	}

	private @Nullable Endpoint find(ServerWebExchange exchange) {
		if (belongsToAnotherServer(exchange)) {
			return null;
		}
		PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
		WebSocketEndpoints.Route route = this.endpoints.match(path);
		if (route == null) {
			return null;
		}
		Endpoint endpoint = route.endpoint();
		boolean ordinary = this.acceptor.check(exchange, endpoint.origins()) instanceof HandshakeOutcome.NotUpgrade;
		if (ordinary == this.upgrades) {
			return null;
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
		return endpoint;
	}

	private boolean belongsToAnotherServer(ServerWebExchange exchange) {
		// The management server's context is a child of the application's and sees its
		// mappings.
		ApplicationContext own = getApplicationContext();
		ApplicationContext other = exchange.getApplicationContext();
		return own != null && other != null && own != other;
	}

	/**
	 * Return the adapter for requests that ask for a WebSocket. It answers those that do
	 * not fit the parameters of an endpoint's methods with a problem detail (RFC 9457) if
	 * nothing else does.
	 * @param codecs write the problem detail
	 * @return an adapter
	 */
	public static HandlerAdapter adapter(ServerCodecConfigurer codecs) {
		return new UpgradeAdapter(new HandshakeProblems(codecs));
	}

	/**
	 * Return the adapter for the other requests. It also answers those that static
	 * resources have taken and have nothing for.
	 * @param rest the mapping of the other requests
	 * @return an adapter
	 */
	public static HandlerAdapter adapterForTheRest(WebSocketEndpointHandlerMapping rest) {
		Assert.notNull(rest, "'rest' must not be null");
		return new RestAdapter(rest);
	}

	private record Upgrade(Endpoint endpoint) {
	}

	private record Rest(Endpoint endpoint) {
	}

	private static final class UpgradeAdapter implements HandlerAdapter, DispatchExceptionHandler, Ordered {

		private final HandshakeProblems problems;

		UpgradeAdapter(HandshakeProblems problems) {
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
			return handler instanceof Upgrade;
		}

		@Override
		public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
			return ((Upgrade) handler).endpoint().handle(exchange).then(Mono.empty());
		}

	}

	private static final class RestAdapter implements HandlerAdapter, DispatchExceptionHandler, Ordered {

		private final WebSocketEndpointHandlerMapping rest;

		RestAdapter(WebSocketEndpointHandlerMapping rest) {
			this.rest = rest;
		}

		@Override
		public int getOrder() {
			// A resource that is not there comes to no exception handler of the
			// application, as when there are no resources.
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable error) {
			Endpoint endpoint = (error instanceof NoResourceFoundException && !exchange.getResponse().isCommitted())
					? this.rest.find(exchange) : null;
			return (endpoint != null) ? endpoint.refuse(exchange).then(Mono.empty()) : Mono.error(error);
		}

		@Override
		public boolean supports(Object handler) {
			return handler instanceof Rest;
		}

		@Override
		public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
			return ((Rest) handler).endpoint().refuse(exchange).then(Mono.empty());
		}

	}

}
