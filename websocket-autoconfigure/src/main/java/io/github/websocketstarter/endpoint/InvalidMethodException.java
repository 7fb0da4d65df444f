package io.github.websocketstarter.endpoint;

import java.lang.reflect.Method;

/**
 * Thrown for a method that could never work.
 */
final class InvalidMethodException extends RuntimeException {

	private final String action;

	/**
	 * Create the exception.
	 * @param method the method
	 * @param fault what is wrong, continuing a sentence that begins with the method
	 * @param action what to change
	 */
	InvalidMethodException(Method method, String fault, String action) {
		super("The method " + EndpointMethod.describe(method) + " " + fault);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
