package io.github.websocketstarter.endpoint;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * An annotated method of a bean, ready to be called. Immutable.
 */
final class EndpointMethod {

	private final Object bean;

	private final Method method;

	private final Argument[] arguments;

	private final Result result;

	private final @Nullable KotlinFunction kotlin;

	/**
	 * Create a method.
	 * @param bean the bean, or its proxy
	 * @param method the method, one that the bean's class has
	 * @param arguments where its arguments come from
	 * @param result what becomes of the returned value
	 */
	EndpointMethod(Object bean, Method method, Argument[] arguments, Result result) {
		this.bean = bean;
		this.method = method;
		this.arguments = arguments;
		this.result = result;
		this.kotlin = KotlinFunction.is(method) ? new KotlinFunction(bean, method) : null;
	}

	Result result() {
		return this.result;
	}

	// Everything may block that does not return a publisher.
	boolean isBlocking() {
		return !this.result.isReactive();
	}

	@Nullable Object invoke(Call call) throws Throwable {
		@Nullable Object[] values = new Object[this.arguments.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments[i].of(call);
		}
		if (this.kotlin != null) {
			return this.kotlin.call(values);
		}
		try {
			return this.method.invoke(this.bean, values);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	@Override
	public String toString() {
		return describe(this.method);
	}

	static String describe(Method method) {
		StringBuilder text = new StringBuilder(method.getDeclaringClass().getSimpleName()).append('.')
			.append(method.getName())
			.append('(');
		String separator = "";
		for (Class<?> type : method.getParameterTypes()) {
			if (KotlinFunction.isContinuation(type)) {
				continue;
			}
			text.append(separator).append(type.getSimpleName());
			separator = ", ";
		}
		return text.append(')').toString();
	}

}
