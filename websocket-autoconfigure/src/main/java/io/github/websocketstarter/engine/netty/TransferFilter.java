package io.github.websocketstarter.engine.netty;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Lets the reads and writes of all exchanges be cancelled. Comes first, so that it sees
 * what the other filters do too.
 */
public final class TransferFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		TransferExchange transferring = new TransferExchange(exchange);
		return transferring.handle(chain.filter(transferring));
	}

}
