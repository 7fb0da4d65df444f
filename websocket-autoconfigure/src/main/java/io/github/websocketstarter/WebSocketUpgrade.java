package io.github.websocketstarter;

import java.util.List;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * Accepts a WebSocket by hand: in a {@code WebFilter}, a controller method (where it is a
 * method argument), a handler function, or anything else that has the exchange. Mirrors
 * ASP.NET Core's {@code HttpContext.WebSockets}.
 * <p>
 * Return the {@code Mono} of {@code accept} from the filter or method: the exchange, and
 * with it the connection, lives until it completes.
 *
 * @since 0.1.0
 */
public interface WebSocketUpgrade {

	/**
	 * Return whether the request is a valid WebSocket request (RFC 6455 §4.2.1). The
	 * origin is not looked at here, but by {@code accept}.
	 * @return whether {@code accept} can succeed; {@code false} for every request with
	 * {@code websocket.enabled=false}
	 */
	boolean isWebSocketRequest();

	/**
	 * Return the sub-protocols that the client offers.
	 * @return the values of {@code Sec-WebSocket-Protocol} in the client's order,
	 * trimmed; empty if there are none
	 */
	List<String> requestedProtocols();

	/**
	 * Accept the connection with the application's settings and no sub-protocol.
	 * @param handler uses the connection, which is closed with 1000 when the returned
	 * publisher completes and with 1011 when it fails
	 * @return completes when the connection has ended. A request that is no valid
	 * WebSocket request is answered with 400 (426 if it asks for another version of the
	 * protocol), a foreign origin with 403. Fails with {@link IllegalStateException} on a
	 * second accept, if the response is already committed, and with
	 * {@code websocket.enabled=false}; cancelling it aborts the connection
	 */
	default Mono<Void> accept(Function<? super WebSocketConnection, ? extends Publisher<Void>> handler) {
		return accept(WebSocketAcceptOptions.defaults(), handler);
	}

	/**
	 * Accept the connection.
	 * @param options what differs from the application's settings
	 * @param handler as for {@link #accept(Function)}
	 * @return as for {@link #accept(Function)}; also fails with
	 * {@link IllegalArgumentException}, before anything is sent, if the sub-protocol is
	 * not one that the client offers
	 */
	Mono<Void> accept(WebSocketAcceptOptions options,
			Function<? super WebSocketConnection, ? extends Publisher<Void>> handler);

	/**
	 * Return the upgrade of an exchange.
	 * @param exchange the current exchange
	 * @return its upgrade, always the same one
	 * @throws IllegalStateException if the application has no {@link Factory}, as without
	 * the auto-configuration
	 */
	static WebSocketUpgrade of(ServerWebExchange exchange) {
		Assert.notNull(exchange, "'exchange' must not be null");
		WebSocketUpgrade upgrade = exchange.getAttribute(WebSocketUpgrade.class.getName());
		if (upgrade == null) {
			ApplicationContext context = exchange.getApplicationContext();
			Factory factory = (context != null) ? context.getBeanProvider(Factory.class).getIfAvailable() : null;
			Assert.state(factory != null, "No WebSocketUpgrade.Factory in the application: "
					+ "the auto-configuration of websocket-starter does not apply");
			upgrade = factory.create(exchange);
			exchange.getAttributes().put(WebSocketUpgrade.class.getName(), upgrade);
		}
		return upgrade;
	}

	/**
	 * Creates the upgrade of an exchange; the auto-configuration has one.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Create the upgrade of an exchange.
		 * @param exchange the exchange
		 * @return a new upgrade
		 */
		WebSocketUpgrade create(ServerWebExchange exchange);

	}

}
