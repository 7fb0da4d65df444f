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
			"org.springframework.security.authentication.AuthenticationCredentialsNotFoundException");

	/** Faults of the client, and what its connection is closed with. */
	private static final Map<Class<?>, CloseStatus> CLIENT_FAULTS = clientFaults();

	private final List<Map<Class<?>, EndpointMethod>> beans;

	/**
	 * Create the methods.
	 * @param beans the methods of each bean by exception type: of the endpoint, then of
	 * each advice in its order
	 */
	ErrorMethods(List<Map<Class<?>, EndpointMethod>> beans) {
		this.beans = List.copyOf(beans);
	}

	private static Map<Class<?>, CloseStatus> clientFaults() {
		Map<Class<?>, CloseStatus> faults = new HashMap<>();
		faults.put(DecodingException.class, CloseStatus.BAD_DATA);
		faults.put(UnsupportedMessageException.class, CloseStatus.NOT_ACCEPTABLE);
		faults.put(MethodArgumentNotValidException.class, CloseStatus.POLICY_VIOLATION);
		for (String name : ACCESS_DENIED) {
			if (ClassUtils.isPresent(name, ErrorMethods.class.getClassLoader())) {
				faults.put(ClassUtils.resolveClassName(name, ErrorMethods.class.getClassLoader()),
						CloseStatus.POLICY_VIOLATION);
			}
		}
		return Map.copyOf(faults);
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
		for (Class<?> type = error.getClass(); type != Object.class; type = type.getSuperclass()) {
			CloseStatus status = CLIENT_FAULTS.get(type);
			if (status != null) {
				return status;
			}
		}
		return null;
	}

}
