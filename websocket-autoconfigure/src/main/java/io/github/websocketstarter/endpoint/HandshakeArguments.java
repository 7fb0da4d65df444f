package io.github.websocketstarter.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * The parameters of an endpoint's methods that are known from the request: resolved once
 * a connection, before it is opened, so that what is wrong with them is an answer to the
 * request. Filled at start-up, then immutable.
 */
final class HandshakeArguments {

	private static final @Nullable Object[] NOTHING = {};

	private static final Object ABSENT = new Object();

	private static final String AUTHENTICATION_PRINCIPAL = "org.springframework.security.core.annotation.AuthenticationPrincipal";

	private final List<HandlerMethodArgumentResolver> resolvers;

	private final Supplier<BindingContext> binding;

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * Create the arguments of one endpoint.
	 * @param resolvers resolve arguments of controller methods
	 * @param binding makes what converts values
	 */
	HandshakeArguments(List<HandlerMethodArgumentResolver> resolvers, Supplier<BindingContext> binding) {
		this.resolvers = resolvers;
		this.binding = binding;
	}

	/**
	 * Add a parameter if it can be resolved from a request. Parameters that look the same
	 * are resolved once.
	 * @param parameter the parameter
	 * @param lenient whether it is {@code null} where the request does not fit
	 * @return its index in {@link #resolve what is resolved}, or -1 if it cannot
	 */
	int add(MethodParameter parameter, boolean lenient) {
		for (HandlerMethodArgumentResolver resolver : this.resolvers) {
			if (resolver.supportsParameter(parameter)) {
				Entry entry = new Entry(resolver, parameter, new Look(parameter, lenient));
				for (int i = 0; i < this.entries.size(); i++) {
					if (this.entries.get(i).look().equals(entry.look())) {
						return i;
					}
				}
				this.entries.add(entry);
				return this.entries.size() - 1;
			}
		}
		return -1;
	}

	/**
	 * Resolve the arguments.
	 * @param exchange the exchange of the handshake
	 * @return the values; fails with what the answer to the request should be
	 */
	Mono<@Nullable Object[]> resolve(ServerWebExchange exchange) {
		if (this.entries.isEmpty()) {
			return Mono.just(NOTHING);
		}
		BindingContext context = this.binding.get();
		List<Mono<Object>> values = this.entries.stream().map((entry) -> value(entry, context, exchange)).toList();
		return Mono.zip(values,
				(resolved) -> Arrays.stream(resolved).map((value) -> (value != ABSENT) ? value : null).toArray());
	}

	private static Mono<Object> value(Entry entry, BindingContext context, ServerWebExchange exchange) {
		Mono<Object> value = Mono.defer(() -> entry.resolver().resolveArgument(entry.parameter(), context, exchange));
		if (entry.look().lenient()) {
			return value.onErrorComplete().defaultIfEmpty(ABSENT);
		}
		return value.switchIfEmpty(Mono.defer(() -> {
			if (entry.needsUser()) {
				return Mono.error(new ResponseStatusException(HttpStatus.UNAUTHORIZED));
			}
			return Mono.just(ABSENT);
		}));
	}

	private record Entry(HandlerMethodArgumentResolver resolver, MethodParameter parameter, Look look) {

		// Whether the parameter is a user and not optional.
		boolean needsUser() {
			boolean user = Principal.class.isAssignableFrom(this.parameter.getParameterType())
					|| MergedAnnotations.from(this.parameter.getParameterAnnotations())
						.isPresent(AUTHENTICATION_PRINCIPAL);
			return user && !this.parameter.isOptional();
		}

	}

	/**
	 * What a resolver sees of a parameter.
	 */
	private record Look(Type type, @Nullable String name, Set<Annotation> annotations, boolean optional,
			boolean lenient) {

		Look(MethodParameter parameter, boolean lenient) {
			this(parameter.getGenericParameterType(), parameter.getParameterName(),
					Set.of(parameter.getParameterAnnotations()), parameter.isOptional(), lenient);
		}

	}

}
