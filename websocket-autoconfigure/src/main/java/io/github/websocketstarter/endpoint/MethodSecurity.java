package io.github.websocketstarter.endpoint;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Finds methods whose access rules Spring Security could not check: its reactive method
 * security fails each call of a method that returns no publisher. Known by names, because
 * Spring Security may be missing. Immutable.
 */
final class MethodSecurity {

	static final List<String> REACTIVE = List.of(
			"org.springframework.security.config.annotation.method.configuration.ReactiveAuthorizationManagerMethodSecurityConfiguration",
			"org.springframework.security.config.annotation.method.configuration.ReactiveMethodSecurityConfiguration",
			"org.springframework.security.authorization.method.AuthorizationManagerBeforeReactiveMethodInterceptor");

	private static final List<String> RULES = List.of("PreAuthorize", "PostAuthorize", "PreFilter", "PostFilter");

	private final boolean reactive;

	private MethodSecurity(boolean reactive) {
		this.reactive = reactive;
	}

	/**
	 * Find out what an application does.
	 * @param beans the beans of the application
	 * @return its method security
	 */
	static MethodSecurity of(ListableBeanFactory beans) {
		ClassLoader loader = MethodSecurity.class.getClassLoader();
		return new MethodSecurity(REACTIVE.stream()
			.filter((name) -> ClassUtils.isPresent(name, loader))
			.map((name) -> ClassUtils.resolveClassName(name, loader))
			.anyMatch((type) -> beans.getBeanNamesForType(type, true, false).length > 0));
	}

	/**
	 * Check a method.
	 * @param method the method
	 * @param beanClass the class of its bean, which may have a rule for all methods
	 * @throws InvalidMethodException if its access rule would fail each call
	 */
	void check(Method method, Class<?> beanClass) {
		if (!this.reactive || isReactive(method)) {
			return;
		}
		String rule = rule(method, beanClass);
		if (rule != null) {
			throw new InvalidMethodException(method,
					"has the access rule @" + rule + ", which @EnableReactiveMethodSecurity can check only for methods "
							+ "that return a Mono, a Flux or another Publisher",
					"Return Mono or Flux, move the rule to a method that does, "
							+ "or check who may connect in a SecurityWebFilterChain.");
		}
	}

	private static boolean isReactive(Method method) {
		return Publisher.class.isAssignableFrom(method.getReturnType()) || KotlinDetector.isSuspendingFunction(method)
				|| method.getReturnType().getName().equals("kotlinx.coroutines.flow.Flow");
	}

	private static @Nullable String rule(Method method, Class<?> beanClass) {
		MergedAnnotations ofMethod = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotations ofClass = MergedAnnotations.from(beanClass, SearchStrategy.TYPE_HIERARCHY);
		return RULES.stream().filter((rule) -> {
			String name = "org.springframework.security.access.prepost." + rule;
			return ofMethod.isPresent(name) || ofClass.isPresent(name);
		}).findFirst().orElse(null);
	}

}
