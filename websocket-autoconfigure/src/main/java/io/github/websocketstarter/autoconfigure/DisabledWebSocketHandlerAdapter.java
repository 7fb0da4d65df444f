package io.github.websocketstarter.autoconfigure;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers 404 in the place of a {@link WebSocketHandler} that came from a mapping which
 * {@link WebSocketHandlerExclusion} cannot keep from finding it: one that is no URL
 * mapping, or that belongs to a parent context.
 */
final class DisabledWebSocketHandlerAdapter implements HandlerAdapter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof WebSocketHandler;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		return Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
