package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.util.ClassUtils;

/**
 * Who connected, for methods that may block. Spring Security keeps its context in the
 * Reactor context as a publisher; context propagation sets the thread's from a value that
 * is there under another key. Known by names, because Spring Security may be missing.
 */
final class SecurityContexts {

	static final String NAME = "org.springframework.security.core.context.SecurityContext";

	private static final @Nullable Class<?> TYPE = type(SecurityContexts.class.getClassLoader());

	private SecurityContexts() {
	}

	private static @Nullable Class<?> type(ClassLoader loader) {
		return ClassUtils.isPresent(NAME, loader) ? ClassUtils.resolveClassName(NAME, loader) : null;
	}

	/**
	 * Return the security context of the current request.
	 * @return what to write to the Reactor context; empty if there is none
	 */
	static Mono<Context> current() {
		if (TYPE == null) {
			return Mono.just(Context.empty());
		}
		return Mono.deferContextual((context) -> {
			Mono<?> secured = context.getOrDefault(TYPE, Mono.empty());
			return (secured != null) ? secured.map((value) -> Context.of(NAME, value)) : Mono.<Context>empty();
		}).defaultIfEmpty(Context.empty());
	}

}
