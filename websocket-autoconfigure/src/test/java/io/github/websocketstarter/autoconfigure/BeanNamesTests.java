package io.github.websocketstarter.autoconfigure;

import java.util.stream.Stream;

import io.github.websocketstarter.autoconfigure.TestApplication.Endpoint;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.engine.netty.TransferFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.MethodMetadata;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names of the beans, none of which an application would choose: a name
 * that is there twice fails its start.
 */
class BeanNamesTests {

	private static final String PREFIX = "webSocketStarter";

	// What the beans would be called after their types.
	private static final String[] OBVIOUS = { "connectionRegistry", "webSocketConnectionRegistry", "webSocketAcceptor",
			"webSocketService", "engineWebSocketService", "engineWebSocketHandlerAdapter", "webSocketUpgrades",
			"webSocketEndpoints", "webSocketEndpointHandlerMapping", "webSocketEndpointFallbackHandlerMapping",
			"webSocketEndpointHandlerAdapter", "webSocketDrain", "compressionWarning", "openOriginsWarning",
			"endpointNamesCheck", "openOriginsCheck", "clientConnectionConfigurer", "clientConnections",
			"transferFilter", "unsupportedClientConnections", "requestHeadsCustomizer",
			"handshakeTimeoutHandlerFactory", "extendedConnectCustomizer", "extendedConnectHandlerFactory",
			"webSocketUpgradeConfigurer", "webSocketUpgradeResultHandler", "webSocketCodecs", "jacksonCodec",
			"webSocketBroadcasts", "webSocketConnections", "webSocketGroups", "webSocketBroadcastLifecycle",
			"webSocketHandlerExclusion", "disabledWebSocketHandlerAdapter", "disabledWebSocketUpgrades",
			"disabledWebSocketConnections", "disabledWebSocketGroups", "reactiveApplicationRequirement",
			"reactorNettyRequirement", "redisBackplane", "springDataRedisRequirement" };

	private final ReactiveWebApplicationContextRunner server = TestApplication.server()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
		.withUserConfiguration(Endpoint.class);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void beansOfTheApplicationMayHaveAnyObviousName(boolean enabled) {
		ReactiveWebApplicationContextRunner runner = this.server.withPropertyValues("websocket.enabled=" + enabled);
		for (String name : OBVIOUS) {
			runner = runner.withBean(name, Object.class, Object::new);
		}

		runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(TransferFilter.class)
				.hasSingleBean(WebSocketConnections.class);
			assertThat(RawRequest.to(context).upgrade("/endpoint").status()).isEqualTo(enabled ? 101 : 404);
		});
	}

	@Test
	void filterOfTheSameNameReplacesNothing() {
		WebFilter foreign = (exchange, chain) -> chain.filter(exchange);

		this.server.withBean("transferFilter", WebFilter.class, () -> foreign)
			.run((context) -> assertThat(context).hasSingleBean(TransferFilter.class));
	}

	@Test
	void ownTransferFilterIsUsed() {
		TransferFilter own = new TransferFilter();

		this.server.withBean("own", TransferFilter.class, () -> own)
			.run((context) -> assertThat(context).getBean(TransferFilter.class).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyBeanHasThePrefix(boolean enabled) {
		this.server.withPropertyValues("websocket.enabled=" + enabled)
			.run((context) -> assertThat(names(context)).hasSizeGreaterThan(5)
				.allSatisfy((name) -> assertThat(name).startsWith(PREFIX)));
	}

	@Test
	void everyBeanOfAnotherServerHasThePrefix() {
		TestApplication.runner()
			.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(names(context)).hasSizeGreaterThan(2)
				.allSatisfy((name) -> assertThat(name).startsWith(PREFIX)));
	}

	// The names of the beans that methods of our configurations make.
	private static Stream<String> names(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		return Stream.of(beans.getBeanDefinitionNames()).filter((name) -> {
			MethodMetadata method = (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition)
					? definition.getFactoryMethodMetadata() : null;
			return method != null
					&& method.getDeclaringClassName().startsWith(WebSocketAutoConfiguration.class.getPackageName());
		});
	}

}
