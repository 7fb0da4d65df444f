package io.github.websocketstarter.upgrade;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.ConnectionLimits;
import io.github.websocketstarter.engine.ConnectionListener;
import io.github.websocketstarter.engine.Fanout;
import io.github.websocketstarter.engine.Place;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.engine.netty.NettySockets;
import io.github.websocketstarter.handshake.DeflateAgreement;
import io.github.websocketstarter.handshake.DeflatePolicy;
import io.github.websocketstarter.handshake.HandshakeCheck;
import io.github.websocketstarter.handshake.HandshakeOutcome;
import io.github.websocketstarter.handshake.HandshakeOutcome.Refused;
import io.github.websocketstarter.handshake.HandshakeRequest;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.TrustedProxies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.server.ServerWebExchange;

/**
 * Checks requests, answers those it refuses and opens the connections of the others.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class WebSocketAcceptor {

	/** The attribute of an exchange with the name of its endpoint. */
	public static final String ENDPOINT_ATTRIBUTE = NettySockets.ENDPOINT_ATTRIBUTE;

	private static final Log logger = LogFactory.getLog(WebSocketAcceptor.class);

	/** By then a load balancer should know another server. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final NettySockets sockets;

	private final SocketSettings settings;

	private final OriginPolicy origins;

	private final Admission admission;

	/**
	 * Create an acceptor that accepts any number of connections.
	 * @param settings the settings of connections for which nothing else is asked
	 * @param origins the origins from which connections are accepted
	 */
	public WebSocketAcceptor(SocketSettings settings, OriginPolicy origins) {
		this(settings, origins, ConnectionLimits.NONE, null, Long.MAX_VALUE, ConnectionListener.NOBODY);
	}

	/**
	 * Create an acceptor.
	 * @param settings the settings of connections for which nothing else is asked
	 * @param origins the origins from which connections are accepted
	 * @param limits how many connections may be open
	 * @param proxies the proxies that are believed when they tell the address of their
	 * client, or {@code null} if the remote address of a request is that of the client
	 * @param outboundBudget how much may wait to be sent on all connections together,
	 * bytes
	 * @param listener is told of each connection
	 */
	public WebSocketAcceptor(SocketSettings settings, OriginPolicy origins, ConnectionLimits limits,
			@Nullable TrustedProxies proxies, long outboundBudget, ConnectionListener listener) {
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(origins, "'origins' must not be null");
		Assert.notNull(listener, "'listener' must not be null");
		this.settings = settings;
		this.origins = origins;
		this.sockets = new NettySockets(outboundBudget, listener);
		this.admission = new Admission(limits, proxies, System::nanoTime);
	}

	/**
	 * Return the settings of connections for which nothing else is asked.
	 * @return the settings
	 */
	public SocketSettings settings() {
		return this.settings;
	}

	/**
	 * Return the origins from which connections are accepted.
	 * @return the policy
	 */
	public OriginPolicy origins() {
		return this.origins;
	}

	/**
	 * Check a request.
	 * @param exchange the exchange
	 * @param origins the origins to accept
	 * @return the outcome
	 */
	public HandshakeOutcome check(ServerWebExchange exchange, OriginPolicy origins) {
		ServerHttpRequest request = exchange.getRequest();
		HandshakeOutcome outcome = new HandshakeCheck(origins).check(new HandshakeRequest(request.getMethod(),
				this.sockets.isHttp10(exchange), request.getURI(), request.getHeaders()));
		boolean refused = outcome instanceof HandshakeOutcome.Accepted && this.sockets.isDraining();
		return refused ? Refused.unavailable(RETRY_AFTER) : outcome;
	}

	/**
	 * Return how many connections are open.
	 * @return the number
	 */
	public int size() {
		return this.sockets.size();
	}

	/**
	 * Return what sends one message to many connections.
	 * @return the fan-out
	 */
	public Fanout fanout() {
		return this.sockets;
	}

	/**
	 * Accept no more requests and close all connections with 1001, in random order and in
	 * batches.
	 * @param timeout how long all of it may take; connections that are left then are
	 * reset
	 * @return completes when all connections and their handlers have ended, or after the
	 * time-out, with the number of those that were reset
	 */
	public Mono<Integer> drain(Duration timeout) {
		return this.sockets.drain(timeout);
	}

	/**
	 * Accept requests again after {@link #drain}.
	 */
	public void resume() {
		this.sockets.resume();
	}

	/**
	 * Answer a request that is refused.
	 * @param exchange the exchange
	 * @param refused why
	 * @return completes when the answer is written
	 */
	public Mono<Void> refuse(ServerWebExchange exchange, Refused refused) {
		if (logger.isDebugEnabled()) {
			logger.debug(exchange.getLogPrefix() + "WebSocket request refused with " + refused.status().value() + ": "
					+ (refused.detail().isEmpty() ? "its origin is not in 'allowed-origins'" : refused.detail()));
		}
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(refused.status());
		HttpHeaders headers = response.getHeaders();
		headers.putAll(refused.headers());
		byte[] detail = refused.detail().getBytes(StandardCharsets.UTF_8);
		headers.setContentLength(detail.length);
		if (detail.length == 0) {
			return response.setComplete();
		}
		headers.setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		return response.writeWith(Mono.<DataBuffer>fromSupplier(() -> response.bufferFactory().wrap(detail)));
	}

	/**
	 * Answer a request that does not ask for a WebSocket, on a route that serves nothing
	 * else.
	 * @param exchange the exchange
	 * @return completes when 426, or 405 for another method than GET, or 400 over HTTP/2,
	 * is written
	 */
	public Mono<Void> refuseOrdinary(ServerWebExchange exchange) {
		if (this.sockets.isHttp2(exchange)) {
			return refuse(exchange, new HandshakeOutcome.NotUpgrade().connectRequired());
		}
		if (HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
			return refuse(exchange, new HandshakeOutcome.NotUpgrade().upgradeRequired());
		}
		HttpHeaders headers = new HttpHeaders();
		headers.setAllow(Set.of(HttpMethod.GET));
		return refuse(exchange, new Refused(HttpStatus.METHOD_NOT_ALLOWED, headers, "The method must be GET."));
	}

	/**
	 * Open the connection of a request that was checked, or refuse the request if there
	 * are too many.
	 * @param exchange the exchange
	 * @param settings the connection's settings
	 * @param subProtocol the sub-protocol to answer with, one that the client offers, or
	 * {@code null} for none
	 * @param handler uses the connection
	 * @param untilEnd whether to complete when the connection has ended, instead of after
	 * the handshake
	 * @return completes as {@code untilEnd} says
	 */
	public Mono<Void> open(ServerWebExchange exchange, SocketSettings settings, @Nullable String subProtocol,
			Function<? super WebSocketConnection, ? extends @Nullable Publisher<Void>> handler, boolean untilEnd) {
		return this.admission.admit(exchange,
				(place) -> open(exchange, settings, subProtocol, place, handler, untilEnd),
				(refused) -> refuse(exchange, refused));
	}

	private Mono<Void> open(ServerWebExchange exchange, SocketSettings settings, @Nullable String subProtocol,
			Place place, Function<? super WebSocketConnection, ? extends @Nullable Publisher<Void>> handler,
			boolean untilEnd) {
		if (subProtocol != null) {
			exchange.getResponse().getHeaders().set("Sec-WebSocket-Protocol", subProtocol);
		}
		DeflateAgreement agreement = agree(exchange, settings.compression());
		Compression compression = null;
		if (agreement == null && logger.isDebugEnabled() && settings.compression().enabled()) {
			logger.debug(exchange.getLogPrefix() + "No compression: the client offers none that is acceptable");
		}
		if (agreement != null) {
			exchange.getResponse().getHeaders().set("Sec-WebSocket-Extensions", agreement.header());
			compression = new Compression(settings.compression().level(), settings.compression().threshold(),
					!agreement.serverNoContextTakeover(), agreement.serverMaxWindowBits(),
					!agreement.clientNoContextTakeover(), agreement.clientMaxWindowBits());
		}
		return this.sockets.open(exchange, settings, compression, handshakeInfo(exchange, subProtocol), place, handler,
				untilEnd);
	}

	private static @Nullable DeflateAgreement agree(ServerWebExchange exchange, CompressionSettings wanted) {
		return new DeflatePolicy(wanted.enabled(), wanted.serverMaxWindowBits(), wanted.disableServerContextTakeover())
			.answer(exchange.getRequest().getHeaders());
	}

	private static HandshakeInfo handshakeInfo(ServerWebExchange exchange, @Nullable String subProtocol) {
		ServerHttpRequest request = exchange.getRequest();
		Map<String, Object> attributes = new HashMap<>();
		for (String name : List.of(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
				HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, NettySockets.ENDPOINT_ATTRIBUTE)) {
			Object value = exchange.getAttribute(name);
			if (value != null) {
				attributes.put(name, value);
			}
		}
		return new HandshakeInfo(request.getURI(), HttpHeaders.copyOf(request.getHeaders()), request.getCookies(),
				exchange.getPrincipal().cache(), subProtocol, request.getRemoteAddress(), attributes,
				exchange.getLogPrefix());
	}

}
