package io.github.websocketstarter.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.codec.DecodingException;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.reactive.socket.CloseStatus;

/**
 * The methods that handle the exceptions of an endpoint. Immutable.
 */
final class ErrorMethods {

	/** What Spring Security throws, if it is there. */
	static final List<String> ACCESS_DENIED = List.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException");

	/** What Spring Security throws when it cannot tell who somebody is. */
	static final String SECURITY_FAULT = "org.springframework.security.authentication.AuthenticationServiceException";

	/** What a connection is closed with for exceptions that clients cause. */
	private static final Map<Class<?>, CloseStatus> STATUSES = statuses();

	private final List<Map<Class<?>, EndpointMethod>> beans;

	/**
	 * Create the methods.
	 * @param beans the methods of each bean by exception type: of the endpoint, then of
	 * each advice in its order
	 */
	ErrorMethods(List<Map<Class<?>, EndpointMethod>> beans) {
		this.beans = List.copyOf(beans);
	}

	private static Map<Class<?>, CloseStatus> statuses() {
		Map<Class<?>, CloseStatus> statuses = new HashMap<>();
		statuses.put(DecodingException.class, CloseStatus.BAD_DATA);
		statuses.put(UnsupportedMessageException.class, CloseStatus.NOT_ACCEPTABLE);
		statuses.put(MethodArgumentNotValidException.class, CloseStatus.POLICY_VIOLATION);
		ACCESS_DENIED.forEach((name) -> putIfPresent(statuses, name, CloseStatus.POLICY_VIOLATION));
		putIfPresent(statuses, SECURITY_FAULT, CloseStatus.SERVER_ERROR);
		return Map.copyOf(statuses);
	}

	private static void putIfPresent(Map<Class<?>, CloseStatus> statuses, String name, CloseStatus status) {
		ClassLoader classes = ErrorMethods.class.getClassLoader();
		if (ClassUtils.isPresent(name, classes)) {
			statuses.put(ClassUtils.resolveClassName(name, classes), status);
		}
	}

	boolean isEmpty() {
		return this.beans.stream().allMatch(Map::isEmpty);
	}

	/**
	 * Find the method for an exception: the most specific one of the first bean that has
	 * one.
	 * @param error the exception
	 * @return the method, or {@code null} if there is none
	 */
	@Nullable EndpointMethod find(Throwable error) {
		for (Map<Class<?>, EndpointMethod> methods : this.beans) {
			for (Class<?> type = error.getClass(); type != Object.class; type = type.getSuperclass()) {
				EndpointMethod method = methods.get(type);
				if (method != null) {
					return method;
				}
			}
		}
		return null;
	}

	/**
	 * Return what the connection is closed with for an exception that no method handles.
	 * @param error the exception
	 * @param unreadable whether a message caused it that could not be read
	 * @return the status, or {@code null} if the exception is the endpoint's fault
	 */
	@Nullable CloseStatus statusFor(Throwable error, boolean unreadable) {
		if (error instanceof DecodingException && !unreadable) {
			// Something else was decoded, as the answer of another server.
			return null;
		}
		if (ConstraintViolations.areOfArguments(error)) {
			return CloseStatus.POLICY_VIOLATION;
		}
		for (Class<?> type = error.getClass(); type != Object.class; type = type.getSuperclass()) {
			CloseStatus status = STATUSES.get(type);
			if (status != null) {
				return (status != CloseStatus.SERVER_ERROR) ? status : null;
			}
		}
		return null;
	}

}
