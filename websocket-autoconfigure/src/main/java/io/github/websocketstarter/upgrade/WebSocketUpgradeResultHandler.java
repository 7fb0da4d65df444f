package io.github.websocketstarter.upgrade;

import java.util.Arrays;

import io.github.websocketstarter.WebSocketUpgrade;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Handles what controller methods with a {@link WebSocketUpgrade} argument return, if it
 * is a publisher of nothing, so that no view is looked for after the connection has
 * ended.
 *
 * @since 0.1.0
 */
public final class WebSocketUpgradeResultHandler implements HandlerResultHandler, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(HandlerResult result) {
		MethodParameter source = result.getReturnTypeSource();
		return result.getReturnValue() instanceof Publisher<?>
				&& result.getReturnType().getGeneric().resolve() == Void.class
				&& Arrays.asList(source.getExecutable().getParameterTypes()).contains(WebSocketUpgrade.class);
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		Object value = result.getReturnValue();
		return (value instanceof Publisher<?> publisher) ? Mono.from(publisher).then() : Mono.empty();
	}

}
