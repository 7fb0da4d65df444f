package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.Locale;

import io.netty.channel.Channel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.Assert;

/**
 * Answers a request for a WebSocket with 503 if the application does not answer in time,
 * and cancels what it does. Other requests, other answers than an upgrade, once they have
 * begun, and open connections have all the time they need.
 */
public final class HandshakeTimeoutHandler implements HttpHandler {

	private static final Log logger = LogFactory.getLog(HandshakeTimeoutHandler.class);

	private final HttpHandler application;

	private final long timeout;

	/**
	 * Create a handler.
	 * @param application handles what the client asks for
	 * @param timeout how long a handshake may take from the first byte of the request on,
	 * positive
	 */
	public HandshakeTimeoutHandler(HttpHandler application, Duration timeout) {
		Assert.notNull(application, "'application' must not be null");
		this.application = application;
		this.timeout = timeout.toNanos();
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		HttpServerResponse server = isHandshake(request) ? nativeResponse(response) : null;
		Mono<Void> handled = this.application.handle(request, response);
		if (!(server instanceof Connection connection)) {
			return handled;
		}
		Channel channel = connection.channel();
		long left = this.timeout - RequestHeads.took(channel.pipeline());
		return new HandshakeDeadline(channel, server).limit(handled, left, () -> log(request));
	}

	private static boolean isHandshake(ServerHttpRequest request) {
		if (!HttpMethod.GET.equals(request.getMethod())) {
			return ExtendedConnect.protocol(request) != null;
		}
		String upgrade = request.getHeaders().getUpgrade();
		return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
	}

	private static @Nullable HttpServerResponse nativeResponse(ServerHttpResponse response) {
		try {
			return (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse found) ? found
					: null;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A mock response has no native one.
			return null;
		}
	}

	private static void log(ServerHttpRequest request) {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + request.getId() + "] The handshake was not answered within "
					+ "'websocket.handshake-timeout'");
		}
	}

}
