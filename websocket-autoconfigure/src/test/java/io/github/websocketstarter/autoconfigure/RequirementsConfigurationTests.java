package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.websocketstarter.broadcast.Delivery;
import io.github.websocketstarter.broadcast.Presence;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequirementsConfiguration}.
 */
class RequirementsConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
	void servletApplicationWhoseBeansSendFailsToStartForTheSameReason() {
		this.servlet.withUserConfiguration(Sender.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("but this is a servlet application"));
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
	void whoSendsReachesNobodyInAServletApplicationWithoutTheEngine() {
		this.servlet.withPropertyValues("websocket.enabled=false")
			.withUserConfiguration(Sender.class)
			.run((context) -> assertThat(context).getBean(Sender.class).satisfies(Sender::reachesNobody));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoSendsReachesNobodyWithoutWeb(boolean enabled) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WebSocketAutoConfiguration.class))
			.withPropertyValues("websocket.enabled=" + enabled)
			.withUserConfiguration(Sender.class)
			.run((context) -> assertThat(context).getBean(Sender.class).satisfies(Sender::reachesNobody));
	}

	@Test
	void whoSendsReachesNobodyWithoutReactorNetty() {
		TestApplication.runner()
			.withClassLoader(new FilteredClassLoader("reactor.netty", "io.netty"))
			.withUserConfiguration(Sender.class)
			.run((context) -> assertThat(context).getBean(Sender.class).satisfies(Sender::reachesNobody));
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

	record Sender(WebSocketConnections connections, WebSocketGroups groups, WebSocketCodecs codecs) {

		void reachesNobody() {
			assertThat(this.connections.all().send("news").block(TIMEOUT)).isEqualTo(Delivery.NONE);
			assertThat(this.groups.group("room").send("news").block(TIMEOUT)).isEqualTo(Delivery.NONE);
			assertThat(this.groups.members("room").block(TIMEOUT)).isEqualTo(new Presence(List.of(), true));
			assertThat(this.connections.count()).isZero();
		}

	}

}
