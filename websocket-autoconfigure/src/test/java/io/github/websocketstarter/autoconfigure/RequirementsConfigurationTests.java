package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequirementsConfiguration}.
 */
class RequirementsConfigurationTests {

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebSocketAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner server = TestApplication.server();

	@Test
	void servletApplicationFailsToStart() {
		this.servlet.run((context) -> assertThat(context).getFailure()
			.isInstanceOfSatisfying(FailureAnalyzedException.class, (failure) -> {
				assertThat(failure).hasMessageStartingWith(
						"websocket-starter needs a reactive web application (Spring WebFlux), but this is a servlet application.");
				assertThat(failure.analysis().getAction()).contains("'spring-boot-starter-webmvc'")
					.contains("'spring.main.web-application-type=reactive'")
					.contains("'websocket.enabled=false'");
			}));
	}

	@Test
	void servletApplicationStartsWithoutTheEngine() {
		this.servlet.withPropertyValues("websocket.enabled=false").run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationWithoutWebHasNoEngine() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WebSocketAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WebSocketAcceptor.class)
				.doesNotHaveBean(WebSocketProperties.class));
	}

	@Test
	void applicationOnReactorNettyStarts() {
		this.server.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationOnAServerDerivedFromReactorNettyStarts() {
		this.server.withBean(ReactiveWebServerFactory.class, () -> new NettyReactiveWebServerFactory(0) {
		}).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationOnAnotherServerFailsToStart() {
		this.server.withBean(ReactiveWebServerFactory.class, OtherServerFactory::new)
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(FailureAnalyzedException.class));
	}

	@Test
	void applicationOnAnotherServerStartsWithoutTheEngine() {
		this.server.withPropertyValues("websocket.enabled=false")
			.withBean(ReactiveWebServerFactory.class, OtherServerFactory::new)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationWithoutAServerStarts() {
		TestApplication.runner().run((context) -> assertThat(context).hasNotFailed());
	}

}
