package io.github.websocketstarter.conformance;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives the methods of the application the {@link Visit} that a request belongs to.
 */
@Component
class Visits implements WebFluxConfigurer, SyncHandlerMethodArgumentResolver {

	private final Map<String, Visit> visits = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	Visit begin() {
		return this.visits.computeIfAbsent("" + this.count.incrementAndGet(), Visit::new);
	}

	@Override
	public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
		configurer.addCustomResolver(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Visit.class;
	}

	@Override
	public Visit resolveArgumentValue(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
		String id = exchange.getRequest().getQueryParams().getFirst("visit");
		return (id != null) ? this.visits.get(id) : new Visit("none");
	}

}
