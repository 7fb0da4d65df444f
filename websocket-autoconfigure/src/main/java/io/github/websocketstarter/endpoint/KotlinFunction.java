package io.github.websocketstarter.endpoint;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.support.InvocableHandlerMethod;

/**
 * A method that is written in Kotlin, called as the framework calls those of controllers:
 * a suspending function becomes a publisher, an argument that is absent takes its default
 * value, and {@code Unit} is nothing. Immutable.
 */
final class KotlinFunction extends InvocableHandlerMethod {

	static final String COROUTINES_NAME = "kotlinx.coroutines.reactor.MonoKt";

	/** Whether coroutines can become publishers. */
	static final boolean COROUTINES = KotlinDetector.isKotlinReflectPresent()
			&& ClassUtils.isPresent(COROUTINES_NAME, KotlinFunction.class.getClassLoader());

	private static final String FLOW = "kotlinx.coroutines.flow.Flow";

	/**
	 * Create a function.
	 * @param bean the bean, or its proxy
	 * @param method the method
	 */
	KotlinFunction(Object bean, Method method) {
		super(bean, method);
	}

	/**
	 * Return whether Kotlin knows more of a method than Java does.
	 * @param method the method
	 * @return whether it is written in Kotlin
	 */
	static boolean is(Method method) {
		return KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isKotlinType(method.getDeclaringClass());
	}

	/**
	 * Return whether a parameter is the one that a suspending function has unseen.
	 * @param type the type of the parameter
	 * @return whether it is that of a continuation
	 */
	static boolean isContinuation(Class<?> type) {
		return type.getName().equals("kotlin.coroutines.Continuation");
	}

	/**
	 * Check what would otherwise fail each call.
	 * @param method the method, which need not be Kotlin's
	 * @param coroutines whether coroutines can become publishers here
	 * @throws InvalidMethodException if it could never work
	 */
	static void check(Method method, boolean coroutines) {
		if (!KotlinDetector.isSuspendingFunction(method)) {
			return;
		}
		if (!coroutines) {
			throw new InvalidMethodException(method, "is a suspending function, which nothing here can call",
					"Add the dependencies org.jetbrains.kotlinx:kotlinx-coroutines-reactor and "
							+ "org.jetbrains.kotlin:kotlin-reflect.");
		}
		Class<?> returned = new MethodParameter(method, -1).getParameterType();
		boolean later = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
		if (later && !Publisher.class.isAssignableFrom(returned) && !returned.getName().equals(FLOW)) {
			throw new InvalidMethodException(method, "is a suspending function that returns a "
					+ returned.getSimpleName() + ", so its value comes twice",
					"Let it return the value itself, or a Flow of values.");
		}
	}

	@Nullable Object call(@Nullable Object... values) throws Exception {
		return doInvoke(values);
	}

}
