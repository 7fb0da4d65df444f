package io.github.websocketstarter.sample;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.github.websocketstarter.WebSocketUpgrade;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells each client what its request came over: the version of HTTP, and the address at
 * the other end, which is the same for all that shares a connection. A WebSocket gets it
 * as its first message, an ordinary GET as its answer.
 */
@Controller
class ProtocolController {

	@RequestMapping("/protocol")
	Mono<Void> tell(ServerWebExchange exchange, WebSocketUpgrade upgrade) {
		String told = describe(exchange.getRequest());
		if (upgrade.isWebSocketRequest()) {
			return upgrade.accept((connection) -> connection.sendText(told).thenMany(connection.receive()).then());
		}
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		return response.writeWith(
				Mono.fromSupplier(() -> response.bufferFactory().wrap(told.getBytes(StandardCharsets.US_ASCII))));
	}

	private String describe(ServerHttpRequest request) {
		HttpServerRequest server = ServerHttpRequestDecorator.getNativeRequest(request);
		InetSocketAddress client = Objects.requireNonNull(server.remoteAddress());
		return server.version() + " from " + client.getHostString() + ":" + client.getPort();
	}

}
