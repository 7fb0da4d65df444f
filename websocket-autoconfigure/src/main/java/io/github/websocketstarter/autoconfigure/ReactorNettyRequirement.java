package io.github.websocketstarter.autoconfigure;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.util.ClassUtils;

/**
 * Fails the start when the application's server is not Reactor Netty. There is no check
 * without a server, as in tests with a mock environment.
 */
final class ReactorNettyRequirement implements WebServerFactoryCustomizer<ReactiveWebServerFactory> {

	private static final boolean REACTOR_NETTY_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory",
			ReactorNettyRequirement.class.getClassLoader());

	@Override
	public void customize(ReactiveWebServerFactory factory) {
		if (!REACTOR_NETTY_PRESENT || !(factory instanceof NettyReactiveWebServerFactory)) {
			String name = factory.getClass().getName();
			throw new FailureAnalyzedException(
					"websocket-starter needs Reactor Netty as the server, but the server of this application is made "
							+ "by " + name + ".",
					"Remove " + origin(name) + " and keep 'spring-boot-starter-reactor-netty', which comes with "
							+ "'spring-boot-starter-webflux'. To run without WebSocket connections, remove "
							+ "'websocket-starter' or set 'websocket.enabled=false'.");
		}
	}

	private static String origin(String factory) {
		for (String server : new String[] { "jetty", "tomcat" }) {
			if (factory.startsWith("org.springframework.boot." + server + ".")) {
				return "'spring-boot-starter-" + server + "'";
			}
		}
		return "what brings that class";
	}

}
