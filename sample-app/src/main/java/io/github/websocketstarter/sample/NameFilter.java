package io.github.websocketstarter.sample;

import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Takes the name that somebody gives for the user, which is how the members of a group
 * are known on all instances. In an application with Spring Security that is who has
 * logged in, and there is no such filter.
 */
@Component
class NameFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String name = exchange.getRequest().getQueryParams().getFirst("name");
		boolean ours = exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/rooms/");
		return chain
			.filter((ours && name != null) ? exchange.mutate().principal(Mono.just(() -> name)).build() : exchange);
	}

}
