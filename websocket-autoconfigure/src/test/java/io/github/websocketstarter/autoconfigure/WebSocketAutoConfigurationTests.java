package io.github.websocketstarter.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.autoconfigure.TestApplication.Endpoint;
import io.github.websocketstarter.endpoint.InvalidEndpointException;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import io.github.websocketstarter.endpoint.WebSocketEndpointHandlerMapping;
import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.EngineWebSocketService;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import io.github.websocketstarter.upgrade.WebSocketUpgradeResultHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketAutoConfiguration}.
 */
class WebSocketAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = TestApplication.runner();

	@Test
	void engineIsOnWithoutAnyEndpoint() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(WebSocketAcceptor.class)
				.hasSingleBean(EngineWebSocketService.class)
				.hasSingleBean(WebSocketUpgrade.Factory.class)
				.hasSingleBean(WebSocketUpgradeResultHandler.class);
			assertThat(context.getBeansOfType(WebSocketEndpointHandlerMapping.class)).hasSize(2);
			assertThat(context.getBean(WebSocketEndpoints.class).paths()).isEmpty();
		});
	}

	@Test
	void allEndpointsAreMapped() {
		this.runner.withUserConfiguration(Endpoint.class, OtherEndpoint.class)
			.run((context) -> assertThat(context.getBean(WebSocketEndpoints.class).paths())
				.containsExactlyInAnyOrder("/endpoint", "/other"));
	}

	@Test
	void propertiesReachTheEngine() {
		this.runner.withPropertyValues("websocket.max-fragments=7", "websocket.allowed-origins=https://app.example.com")
			.run((context) -> {
				WebSocketAcceptor acceptor = context.getBean(WebSocketAcceptor.class);
				assertThat(acceptor.settings().maxFragments()).isEqualTo(7);
				assertThat(acceptor.origins()).hasToString("[https://app.example.com]");
			});
	}

	@Test
	void invalidPropertyFailsTheStart() {
		this.runner.withPropertyValues("websocket.close-timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'websocket.close-timeout' must be positive but is 0s"));
	}

	@Test
	void nameThatNoEndpointHasFailsTheStart() {
		this.runner.withPropertyValues("websocket.endpoints.lobby.max-fragments=7")
			.withUserConfiguration(OtherEndpoint.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidEndpointException.class)
				.hasMessageContaining("'lobby'"));
	}

	@Test
	void moreGroupsThanAreAllowedFailTheStart() {
		this.runner.withPropertyValues("websocket.max-groups=1", "group=b")
			.withUserConfiguration(Grouped.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidEndpointException.class)
				.hasMessageContaining("'groups' names 2 groups, but 'websocket.max-groups' is 1"));
	}

	@Test
	void nameInTheEnvironmentThatNoEndpointHasFailsTheStart() {
		this.runner.withInitializer(environment(Map.of("WEBSOCKET_ENDPOINTS_LOBBY_MAXMESSAGESIZE", "4KB")))
			.withUserConfiguration(OtherEndpoint.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidEndpointException.class)
				.hasMessageContaining("'lobby'"));
	}

	@Test
	void nameInTheEnvironmentIsThatOfTheEndpoint() {
		this.runner.withInitializer(environment(Map.of("WEBSOCKET_ENDPOINTS_OTHERROOM_MAXMESSAGESIZE", "4KB")))
			.withUserConfiguration(OtherEndpoint.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	// For a test that starts some of the endpoints with the properties of all.
	@Test
	void namesAreNotCheckedWithoutTheCheck() {
		this.runner.withPropertyValues("websocket.endpoints.lobby.max-fragments=7")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor((beans) -> ((BeanDefinitionRegistry) beans)
						.removeBeanDefinition("webSocketStarterEndpointNamesCheck")))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void namesAreNotCheckedWhenSwitchedOff() {
		this.runner.withPropertyValues("websocket.enabled=false", "websocket.endpoints.lobby.max-fragments=7")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void engineIsOffWhenSwitchedOff() {
		this.runner.withPropertyValues("websocket.enabled=false")
			.withUserConfiguration(Endpoint.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebSocketAcceptor.class)
				.doesNotHaveBean(EngineWebSocketService.class)
				.doesNotHaveBean(WebSocketEndpointHandlerMapping.class));
	}

	@Test
	void engineIsOffWithoutReactorNetty() {
		this.runner.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebSocketAcceptor.class));
	}

	@Test
	void ownAcceptorIsUsed() {
		WebSocketAcceptor own = new WebSocketAcceptor(SocketSettings.DEFAULTS, OriginPolicy.of(List.of("*")));

		this.runner.withBean("own", WebSocketAcceptor.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebSocketAcceptor.class).isSameAs(own));
	}

	@Test
	void ownUpgradeFactoryIsUsed() {
		WebSocketUpgrade.Factory own = (exchange) -> new DisabledWebSocketUpgrade();

		this.runner.withBean("own", WebSocketUpgrade.Factory.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebSocketUpgrade.Factory.class).isSameAs(own));
	}

	@Test
	void ownUpgradeFactoryIsUsedWhenSwitchedOff() {
		WebSocketUpgrade.Factory own = (exchange) -> new DisabledWebSocketUpgrade();

		this.runner.withPropertyValues("websocket.enabled=false")
			.withBean("own", WebSocketUpgrade.Factory.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebSocketUpgrade.Factory.class).isSameAs(own));
	}

	@Test
	void ownResultHandlerIsUsed() {
		WebSocketUpgradeResultHandler own = new WebSocketUpgradeResultHandler();

		this.runner.withBean("own", WebSocketUpgradeResultHandler.class, () -> own)
			.run((context) -> assertThat(context).getBean(WebSocketUpgradeResultHandler.class).isSameAs(own));
	}

	@Test
	void ownServiceIsUsedForPlainHandlers() {
		WebSocketService own = new HandshakeWebSocketService();

		this.runner.withBean("own", WebSocketService.class, () -> own).run((context) -> {
			assertThat(context).doesNotHaveBean(EngineWebSocketService.class);
			assertThat(context.getBean("webSocketStarterPlainHandlerAdapter", WebSocketHandlerAdapter.class)
				.getWebSocketService()).isSameAs(own);
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void ownServiceIsTold(CapturedOutput output) {
		this.runner.withBean("own", WebSocketService.class, HandshakeWebSocketService::new)
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Plain WebSocketHandlers are left to the application's own WebSocketService"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void effectiveSettingsAreLoggedOnceForDebugging(CapturedOutput output) {
		String[] arguments = { "--server.port=0", "--websocket.max-fragments=7",
				"--logging.level.io.github.websocketstarter=debug" };

		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.run(arguments)) {
			assertThat(context.isActive()).isTrue();
			assertThat(output).containsOnlyOnce("Effective settings")
				.containsPattern("DEBUG .*Effective settings: .*closeTimeout=PT10S.*maxFragments=7");
		}
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> environment(
			Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	@WebSocketEndpoint(path = "/other", name = "otherRoom")
	static class OtherEndpoint extends Greeter {

	}

	@WebSocketEndpoint(path = "/grouped", groups = { "a", "${group}" })
	static class Grouped extends Greeter {

	}

	@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class, WebSocketAutoConfiguration.class })
	static class Application {

	}

}
