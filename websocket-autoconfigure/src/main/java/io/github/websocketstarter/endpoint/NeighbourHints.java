package io.github.websocketstarter.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Keeps what is looked up by its name in a native image, where there are no other names.
 */
final class NeighbourHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		ErrorMethods.ACCESS_DENIED.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
		hints.reflection().registerTypeIfPresent(classLoader, ErrorMethods.SECURITY_FAULT);
		hints.reflection().registerTypeIfPresent(classLoader, ConstraintViolations.NAME);
		MethodSecurity.REACTIVE.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
		hints.reflection().registerTypeIfPresent(classLoader, SecurityContexts.NAME);
		hints.reflection().registerTypeIfPresent(classLoader, ThreadLocals.Micrometer.NAME);
		hints.reflection().registerTypeIfPresent(classLoader, KotlinFunction.COROUTINES_NAME);
	}

}
