package io.github.websocketstarter.endpoint;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The {@link WebSocketEndpoint} beans of an application by path. Immutable.
 *
 * @since 0.1.0
 */
public final class WebSocketEndpoints {

	private final List<Route> routes;

	private final List<EndpointName> names;

	private WebSocketEndpoints(List<Route> routes, List<EndpointName> names) {
		this.routes = routes;
		this.names = names;
	}

	/**
	 * Find the endpoints.
	 * @param beans where to look for beans; each is created
	 * @param environment resolves placeholders
	 * @param acceptor opens their connections
	 * @param overrides what is different for single endpoints
	 * @param calls how messages become calls of annotated methods
	 * @return the endpoints
	 * @throws InvalidEndpointException if an endpoint is not valid or two have the same
	 * path or name
	 */
	public static WebSocketEndpoints find(ListableBeanFactory beans, Environment environment,
			WebSocketAcceptor acceptor, Map<EndpointName, EndpointOverrides> overrides, CallSettings calls) {
		Assert.notNull(beans, "'beans' must not be null");
		Supplier<AnnotatedEndpointFactory> methods = SingletonSupplier
			.of(() -> new AnnotatedEndpointFactory(beans, calls));
		List<Route> routes = new ArrayList<>();
		Map<String, String> owners = new HashMap<>();
		Map<EndpointName, String> names = new LinkedHashMap<>();
		for (String name : names(beans)) {
			EndpointDefinition definition = definition(name, beans, environment, overrides);
			Endpoint endpoint = endpoint(definition, beans.getBean(name), acceptor, calls.groups(), methods);
			claim(names, endpoint.definition().name(), name, "name");
			for (String path : endpoint.definition().routes()) {
				claim(owners, path, name, "path");
			}
			endpoint.definition().patterns().forEach((pattern) -> routes.add(new Route(pattern, endpoint)));
		}
		routes.sort((one, other) -> PathPattern.SPECIFICITY_COMPARATOR.compare(one.pattern(), other.pattern()));
		return new WebSocketEndpoints(List.copyOf(routes), List.copyOf(names.keySet()));
	}

	private static <T> void claim(Map<T, String> owners, T value, String bean, String kind) {
		String owner = owners.putIfAbsent(value, bean);
		if (owner != null && !owner.equals(bean)) {
			throw new InvalidEndpointException(
					"The @WebSocketEndpoint beans '" + owner + "' and '" + bean + "' have the same " + kind + " '"
							+ value + "'",
					"Give each endpoint a " + kind + " of its own, or remove one of the two beans.", null);
		}
	}

	private static Set<String> names(ListableBeanFactory beans) {
		Set<String> names = new LinkedHashSet<>(List.of(beans.getBeanNamesForAnnotation(WebSocketEndpoint.class)));
		// The type of a proxy, and of a bean whose factory method returns an interface,
		// does
		// not show the annotation.
		for (String name : beans.getBeanNamesForType(WebSocketHandler.class, false, false)) {
			Class<?> type = beans.getType(name, false);
			if ((type == null || type.isInterface() || Proxy.isProxyClass(type))
					&& annotation(beans.getBean(name)) != null) {
				names.add(name);
			}
		}
		// A scoped bean is there a second time, as its proxy.
		names.removeIf(ScopedProxyUtils::isScopedTarget);
		return names;
	}

	private static @Nullable WebSocketEndpoint annotation(Object bean) {
		return AnnotatedElementUtils.findMergedAnnotation(AopUtils.getTargetClass(bean), WebSocketEndpoint.class);
	}

	private static EndpointDefinition definition(String name, ListableBeanFactory beans, Environment environment,
			Map<EndpointName, EndpointOverrides> overrides) {
		WebSocketEndpoint found = beans.findAnnotationOnBean(name, WebSocketEndpoint.class);
		WebSocketEndpoint annotation = (found != null) ? found : annotation(beans.getBean(name));
		Assert.state(annotation != null, () -> "No @WebSocketEndpoint annotation on the bean '" + name + "'");
		EndpointDefinition definition = EndpointDefinition.of(name, annotation, environment,
				PathPatternParser.defaultInstance);
		return definition.with(overrides.getOrDefault(definition.name(), EndpointOverrides.NONE));
	}

	private static Endpoint endpoint(EndpointDefinition definition, Object bean, WebSocketAcceptor acceptor,
			WebSocketGroups groups, Supplier<AnnotatedEndpointFactory> methods) {
		boolean annotated = EndpointReader.hasMethods(bean);
		if (bean instanceof WebSocketHandler handler && !annotated) {
			return Endpoint.of(definition, handler, acceptor, groups);
		}
		if (annotated && !(bean instanceof WebSocketHandler)) {
			return Endpoint.of(definition, methods.get().create(definition, bean), acceptor, groups);
		}
		throw new InvalidEndpointException(
				"The @WebSocketEndpoint bean '" + definition.beanName() + "' ("
						+ AopUtils.getTargetClass(bean).getName() + ") "
						+ (annotated ? "has annotated methods and implements "
								: "has no @OnMessage, @OnOpen, @OnPong or " + "@OnClose method and does not implement ")
						+ WebSocketHandler.class.getName(),
				annotated ? "Remove the annotations of the methods, or let the class not implement WebSocketHandler."
						: "Annotate a method with @OnMessage, let the class implement WebSocketHandler, "
								+ "or remove its @WebSocketEndpoint annotation.",
				null);
	}

	/**
	 * Check that the connections of each endpoint may join its groups.
	 * @param maxGroups how many groups a connection may be in
	 * @throws InvalidEndpointException if an endpoint has more groups
	 */
	public void requireGroups(int maxGroups) {
		for (Route route : this.routes) {
			EndpointDefinition definition = route.endpoint().definition();
			long groups = definition.groups().stream().distinct().count();
			if (groups > maxGroups) {
				throw new InvalidEndpointException(
						"The @WebSocketEndpoint bean '" + definition.beanName() + "' is not valid: 'groups' names "
								+ groups + " groups, but 'websocket.max-groups' is " + maxGroups,
						"Name fewer groups in its @WebSocketEndpoint annotation, or raise 'websocket.max-groups'.",
						null);
			}
		}
	}

	/**
	 * Return whether there is an endpoint whose origins are the application's.
	 * @return whether the application's origins matter to an endpoint
	 */
	public boolean useApplicationOrigins() {
		return this.routes.stream().anyMatch((route) -> route.endpoint().definition().origins() == null);
	}

	/**
	 * Return the names of the endpoints.
	 * @return the names, in the order of the beans
	 */
	public List<EndpointName> names() {
		return this.names;
	}

	/**
	 * Return the sub-protocols that the annotations of the endpoints name.
	 * @return the sub-protocols
	 */
	public Set<String> subProtocols() {
		Set<String> all = new LinkedHashSet<>();
		this.routes.forEach((route) -> all.addAll(route.endpoint().definition().subProtocols()));
		return all;
	}

	/**
	 * Return the paths of the endpoints.
	 * @return the patterns, the most specific first
	 */
	public List<String> paths() {
		return this.routes.stream().map((route) -> route.pattern().getPatternString()).toList();
	}

	@Nullable Route match(PathContainer path) {
		for (Route route : this.routes) {
			if (route.pattern().matches(path)) {
				return route;
			}
		}
		return null;
	}

	/**
	 * A path and its endpoint.
	 */
	record Route(PathPattern pattern, Endpoint endpoint) {
	}

}
