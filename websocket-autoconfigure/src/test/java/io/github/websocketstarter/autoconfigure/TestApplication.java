package io.github.websocketstarter.autoconfigure;

import java.util.Map;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * Applications to test with.
 */
final class TestApplication {

	private TestApplication() {
	}

	/**
	 * Return a runner without a server.
	 * @return the runner
	 */
	static ReactiveWebApplicationContextRunner runner() {
		return new ReactiveWebApplicationContextRunner().withConfiguration(AutoConfigurations
			.of(HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class, WebSocketAutoConfiguration.class));
	}

	/**
	 * Return a runner with a server on a free port.
	 * @return the runner
	 */
	static ReactiveWebApplicationContextRunner server() {
		return new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new)
			.withPropertyValues("server.port=0", "spring.reactor.netty.shutdown-quiet-period=0s",
					"websocket.allowed-origins=*")
			.withConfiguration(AutoConfigurations.of(NettyReactiveWebServerAutoConfiguration.class,
					HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
					WebSocketAutoConfiguration.class));
	}

	@WebSocketEndpoint("/endpoint")
	static class Endpoint extends Greeter {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainHandler {

		@Bean
		SimpleUrlHandlerMapping plainHandlers() {
			return new SimpleUrlHandlerMapping(Map.of("/plain", new Greeter()), -1);
		}

	}

	@RestController
	static class Pages {

		@GetMapping({ "/endpoint", "/plain" })
		String page() {
			return "page";
		}

	}

}
