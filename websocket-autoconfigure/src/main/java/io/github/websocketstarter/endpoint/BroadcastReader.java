package io.github.websocketstarter.endpoint;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.Audience;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds out who gets what {@link Broadcast @Broadcast} methods of an endpoint return.
 * Used at start-up.
 */
final class BroadcastReader {

	private final List<PathPattern> patterns;

	private final Audience endpoint;

	private final WebSocketGroups groups;

	/**
	 * Create a reader.
	 * @param patterns the paths of the endpoint
	 * @param endpoint the connections of the endpoint
	 * @param groups finds the members of groups
	 */
	BroadcastReader(List<PathPattern> patterns, Audience endpoint, WebSocketGroups groups) {
		this.patterns = patterns;
		this.endpoint = endpoint;
		this.groups = groups;
	}

	/**
	 * Check that all annotated methods of a class are called at all.
	 * @param type the class
	 * @throws InvalidMethodException if one is not
	 */
	static void requireCallbacks(Class<?> type) {
		MethodIntrospector
			.selectMethods(type, (Method method) -> isAnnotated(method) && CallbackKind.of(method) == null)
			.forEach((method) -> {
				throw new InvalidMethodException(method,
						"is annotated with @Broadcast, but is no @OnMessage, @OnOpen or @OnClose method",
						"Annotate the method with what it is called for.");
			});
	}

	static boolean isAnnotated(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, Broadcast.class);
	}

	/**
	 * Read a method.
	 * @param kind what it is called for
	 * @param method the method
	 * @param value the type of its values, or {@code null} if it returns nothing
	 * @return who gets the values, or {@code null} if that is whom it is called for
	 */
	@Nullable Recipients read(CallbackKind kind, Method method, @Nullable ResolvableType value) {
		Broadcast annotation = AnnotatedElementUtils.findMergedAnnotation(method, Broadcast.class);
		if (annotation == null) {
			return null;
		}
		if (kind == CallbackKind.ERROR || kind == CallbackKind.PONG) {
			throw new InvalidMethodException(method,
					"is annotated with @Broadcast, but what " + kind + " methods return is for one connection",
					"Remove @Broadcast, or send to an Audience of WebSocketConnections or WebSocketGroups.");
		}
		if (value == null) {
			throw new InvalidMethodException(method, "is annotated with @Broadcast, but returns nothing",
					"Return what is to be sent, or remove @Broadcast.");
		}
		Function<WebSocketConnection, Audience> audience = audience(method, annotation.group());
		return new Recipients(
				annotation.exceptSelf() ? (connection) -> audience.apply(connection).except(connection) : audience,
				value);
	}

	private Function<WebSocketConnection, Audience> audience(Method method, String group) {
		if (group.isEmpty()) {
			return (connection) -> this.endpoint;
		}
		try {
			GroupTemplate template = GroupTemplate.of(group, this.patterns);
			return (connection) -> this.groups.group(template.expand(connection));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException(method,
					"is annotated with @Broadcast, whose group '" + group + "' " + ex.getMessage(),
					"Correct the group, or let the path have what it wants.");
		}
	}

}
