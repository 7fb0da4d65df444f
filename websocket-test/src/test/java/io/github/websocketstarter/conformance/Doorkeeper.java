package io.github.websocketstarter.conformance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * A filter that knows users by the header {@value #USER}, lets those with the header
 * {@value #WAIT} wait for ever, and spoils the answer to those with {@value #COMMIT}: it
 * fails or hangs.
 */
@Component
class Doorkeeper implements WebFilter {

	static final String USER = "X-User";

	static final String WAIT = "X-Wait";

	static final String COMMIT = "X-Commit";

	private final Map<String, CompletableFuture<Void>> cancelled = new ConcurrentHashMap<>();

	/** Return what completes when one that waits is let go. */
	CompletableFuture<Void> cancelled(String name) {
		return this.cancelled.computeIfAbsent(name, (key) -> new CompletableFuture<>());
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String wait = exchange.getRequest().getHeaders().getFirst(WAIT);
		if (wait != null) {
			return Mono.<Void>never().doOnCancel(() -> cancelled(wait).complete(null));
		}
		String commit = exchange.getRequest().getHeaders().getFirst(COMMIT);
		if (commit != null) {
			exchange.getResponse()
				.beforeCommit(
						() -> commit.equals("hang") ? Mono.never() : Mono.error(new IllegalStateException(commit)));
		}
		String user = exchange.getRequest().getHeaders().getFirst(USER);
		return chain.filter((user != null) ? exchange.mutate().principal(Mono.just(() -> user)).build() : exchange);
	}

}
