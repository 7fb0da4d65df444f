package io.github.websocketstarter.endpoint;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.util.Assert;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers requests that do not fit the parameters of their endpoint with a problem detail
 * (RFC 9457), unless the application's own exception handlers do.
 */
final class HandshakeProblems implements DispatchExceptionHandler {

	private final ServerResponse.Context context;

	HandshakeProblems(ServerCodecConfigurer codecs) {
		Assert.notNull(codecs, "'codecs' must not be null");
		this.context = new ServerResponse.Context() {
			@Override
			public List<HttpMessageWriter<?>> messageWriters() {
				return codecs.getWriters();
			}

			@Override
			public List<ViewResolver> viewResolvers() {
				return List.of();
			}
		};
	}

	@Override
	public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable error) {
		boolean ours = exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof Endpoint;
		if (!ours || !(error instanceof ErrorResponse response) || exchange.getResponse().isCommitted()) {
			return Mono.error(error);
		}
		HttpStatusCode status = response.getStatusCode();
		if (!status.is4xxClientError()) {
			return Mono.error(error);
		}
		return ServerResponse.status(status)
			.headers((headers) -> headers.addAll(response.getHeaders()))
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyValue(response.getBody())
			.flatMap((answer) -> answer.writeTo(exchange, this.context))
			.then(Mono.empty());
	}

}
