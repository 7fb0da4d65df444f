package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.exchange.ClientConnection;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the client connections of exchanges on Reactor Netty.
 */
public final class NettyClientConnections implements ClientConnection.Factory {

	private final ExchangeSettings settings;

	/**
	 * Create a factory.
	 * @param settings the settings of all exchanges
	 */
	public NettyClientConnections(ExchangeSettings settings) {
		this.settings = settings;
	}

	@Override
	public ClientConnection create(ServerWebExchange exchange) {
		Object found = nativeRequest(exchange.getRequest());
		if (found instanceof HttpServerRequest request && found instanceof ChannelOperations<?, ?> operations) {
			return new NettyClientConnection(exchange, request, operations, this.settings);
		}
		return new UnsupportedClientConnection(
				(found != null) ? "a " + found.getClass().getName() : "one that no server has received");
	}

	private static @Nullable Object nativeRequest(ServerHttpRequest request) {
		try {
			return ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A mock request has no native one.
			return null;
		}
	}

}
