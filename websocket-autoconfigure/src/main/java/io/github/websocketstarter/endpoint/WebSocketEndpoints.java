package io.github.websocketstarter.endpoint;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
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

	private WebSocketEndpoints(List<Route> routes) {
		this.routes = routes;
	}

	/**
	 * Find the endpoints.
	 * @param beans where to look for beans; each is created
	 * @param environment resolves placeholders
	 * @param acceptor opens their connections
	 * @return the endpoints
	 * @throws InvalidEndpointException if an endpoint is not valid or two have the same
	 * path
	 */
	public static WebSocketEndpoints find(ListableBeanFactory beans, Environment environment,
			WebSocketAcceptor acceptor) {
		Assert.notNull(beans, "'beans' must not be null");
		List<Route> routes = new ArrayList<>();
		Map<String, String> owners = new HashMap<>();
		for (String name : names(beans)) {
			Endpoint endpoint = endpoint(name, beans, environment, acceptor);
			for (String path : endpoint.definition().routes()) {
				String owner = owners.putIfAbsent(path, name);
				if (owner != null && !owner.equals(name)) {
					throw new InvalidEndpointException(
							"The @WebSocketEndpoint beans '" + owner + "' and '" + name + "' have the same path '"
									+ path + "'",
							"Give each endpoint a path of its own, or remove one of the two beans.", null);
				}
			}
			endpoint.definition().patterns().forEach((pattern) -> routes.add(new Route(pattern, endpoint)));
		}
		routes.sort((one, other) -> PathPattern.SPECIFICITY_COMPARATOR.compare(one.pattern(), other.pattern()));
		return new WebSocketEndpoints(List.copyOf(routes));
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

	private static Endpoint endpoint(String name, ListableBeanFactory beans, Environment environment,
			WebSocketAcceptor acceptor) {
		Object bean = beans.getBean(name);
		if (!(bean instanceof WebSocketHandler handler)) {
			throw new InvalidEndpointException(
					"The @WebSocketEndpoint bean '" + name + "' (" + AopUtils.getTargetClass(bean).getName()
							+ ") does not implement " + WebSocketHandler.class.getName(),
					"Let the class implement WebSocketHandler, or remove its @WebSocketEndpoint annotation.", null);
		}
		WebSocketEndpoint found = beans.findAnnotationOnBean(name, WebSocketEndpoint.class);
		WebSocketEndpoint annotation = (found != null) ? found : annotation(bean);
		Assert.state(annotation != null, () -> "No @WebSocketEndpoint annotation on the bean '" + name + "'");
		EndpointDefinition definition = EndpointDefinition.of(name, annotation, environment,
				PathPatternParser.defaultInstance);
		return new Endpoint(definition, handler, acceptor);
	}

	/**
	 * Return whether there is an endpoint whose origins are the application's.
	 * @return whether the application's origins matter to an endpoint
	 */
	public boolean useApplicationOrigins() {
		return this.routes.stream().anyMatch((route) -> route.endpoint().definition().origins() == null);
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
