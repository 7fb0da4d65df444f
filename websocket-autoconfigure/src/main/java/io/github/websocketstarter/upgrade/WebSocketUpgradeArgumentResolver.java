package io.github.websocketstarter.upgrade;

import io.github.websocketstarter.WebSocketUpgrade;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Resolves {@link WebSocketUpgrade} arguments of controller methods.
 *
 * @since 0.1.0
 */
public final class WebSocketUpgradeArgumentResolver implements SyncHandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == WebSocketUpgrade.class;
	}

	@Override
	public Object resolveArgumentValue(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		return WebSocketUpgrade.of(exchange);
	}

}
