package io.github.websocketstarter.exchange;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectToken;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Resolves {@link ClientConnection} arguments of controller methods, and
 * {@link DisconnectToken} and {@link CancellationToken} arguments to the exchange's
 * disconnect token.
 *
 * @since 0.1.0
 */
public final class ClientConnectionArgumentResolver implements SyncHandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return type == ClientConnection.class || type == DisconnectToken.class || type == CancellationToken.class;
	}

	@Override
	public Object resolveArgumentValue(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		ClientConnection connection = ClientConnection.of(exchange);
		return (parameter.getParameterType() == ClientConnection.class) ? connection : connection.disconnected();
	}

}
