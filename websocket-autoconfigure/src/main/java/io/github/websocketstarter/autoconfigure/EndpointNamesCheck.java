package io.github.websocketstarter.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.github.websocketstarter.endpoint.EndpointName;
import io.github.websocketstarter.endpoint.InvalidEndpointException;
import io.github.websocketstarter.endpoint.WebSocketEndpoints;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Fails the start if {@code websocket.endpoints} has a name that no endpoint has, so that
 * a limit with a misspelt name is not taken for one that works. A bean of its own, so
 * that a test with some of the endpoints can do without it.
 */
final class EndpointNamesCheck implements BeanPostProcessor {

	private final BeanFactory beans;

	EndpointNamesCheck(BeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof WebSocketEndpoints endpoints) {
			this.beans.getBean(WebSocketProperties.class)
				.endpoints()
				.keySet()
				.forEach((name) -> requireKnown(name, endpoints.names()));
		}
		return bean;
	}

	private static void requireKnown(String name, List<EndpointName> known) {
		if (known.contains(new EndpointName(name))) {
			return;
		}
		String prefix = WebSocketProperties.endpointPrefix(name);
		String names = known.stream().map((each) -> "'" + each + "'").sorted().collect(Collectors.joining(", "));
		throw new InvalidEndpointException(
				"'" + prefix + ".*' is set, but there is no @WebSocketEndpoint bean with the name '" + name + "'",
				"Remove what begins with '" + prefix + "'" + (known.isEmpty()
						? ": there are no @WebSocketEndpoint beans." : ", or use a name that there is: " + names + "."),
				null);
	}

}
