package io.github.websocketstarter.autoconfigure;

import java.util.Map;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.autoconfigure.TestApplication.Endpoint;
import io.github.websocketstarter.autoconfigure.TestApplication.PlainHandler;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenOriginsCheck} and {@link OpenOriginsWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OpenOriginsTests {

	private static final String WARNING = "'websocket.allowed-origins' is not set";

	private final ReactiveWebApplicationContextRunner runner = TestApplication.runner();

	@Test
	void endpointWithoutOriginsIsWarnedOfOnce(CapturedOutput output) {
		this.runner.withUserConfiguration(Endpoint.class, PlainHandler.class)
			.run((context) -> assertThat(output).containsOnlyOnce(WARNING));
	}

	@Test
	void warningTellsRiskAndRemedy(CapturedOutput output) {
		this.runner.withUserConfiguration(Endpoint.class)
			.run((context) -> assertThat(output).containsPattern("WARN .*" + WARNING)
				.contains("cross-site WebSocket hijacking")
				.contains("'same-origin'")
				.contains("'*'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "same-origin", "https://app.example.com" })
	void applicationThatHasDecidedIsNotWarned(String origins, CapturedOutput output) {
		this.runner.withUserConfiguration(Endpoint.class, PlainHandler.class)
			.withPropertyValues("websocket.allowed-origins=" + origins)
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void applicationWithNothingToConnectToIsNotWarned(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void applicationWhoseEndpointsAllHaveOriginsIsNotWarned(CapturedOutput output) {
		this.runner.withUserConfiguration(EndpointWithOrigins.class)
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void applicationWhoseEndpointsAllHaveOriginsByPropertyIsNotWarned(CapturedOutput output) {
		this.runner.withUserConfiguration(NamedEndpoint.class)
			.withPropertyValues("websocket.endpoints.chat-room.allowed-origins=same-origin")
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void plainHandlerIsWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(PlainHandler.class)
			.run((context) -> assertThat(output).containsOnlyOnce(WARNING));
	}

	@Test
	void plainHandlerThatIsMappedByNameIsWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(LazyPlainHandler.class).run((context) -> {
			assertThat(output).containsOnlyOnce(WARNING);
			assertThat(context.getBeanFactory().containsSingleton("greeter")).isFalse();
		});
	}

	@Test
	void plainHandlerThatTheEngineDoesNotServeIsNotWarnedOf(CapturedOutput output) {
		this.runner.withUserConfiguration(PlainHandler.class)
			.withBean(WebSocketService.class, HandshakeWebSocketService::new)
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@Test
	void acceptingByHandIsWarnedOfOnceWhenItBegins(CapturedOutput output) {
		this.runner.run((context) -> {
			WebSocketUpgrade.Factory upgrades = context.getBean(WebSocketUpgrade.Factory.class);
			assertThat(output).doesNotContain(WARNING);

			upgrades.create(MockServerWebExchange.from(MockServerHttpRequest.get("/")));
			upgrades.create(MockServerWebExchange.from(MockServerHttpRequest.get("/")));

			assertThat(output).containsOnlyOnce(WARNING);
		});
	}

	@Test
	void lazyApplicationIsWarnedWhenItBeginsToServe(CapturedOutput output) {
		this.runner.withUserConfiguration(Endpoint.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(output).doesNotContain(WARNING);

				context.getBean(DispatcherHandler.class);

				assertThat(output).containsOnlyOnce(WARNING);
			});
	}

	@Test
	void disabledApplicationIsNotWarned(CapturedOutput output) {
		this.runner.withUserConfiguration(Endpoint.class, PlainHandler.class)
			.withPropertyValues("websocket.enabled=false")
			.run((context) -> assertThat(output).doesNotContain(WARNING));
	}

	@WebSocketEndpoint(path = "/own", allowedOrigins = "same-origin")
	static class EndpointWithOrigins extends Greeter {

	}

	@WebSocketEndpoint(path = "/named", name = "chatRoom")
	static class NamedEndpoint extends Greeter {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyPlainHandler {

		@Bean
		@Lazy
		Greeter greeter() {
			return new Greeter();
		}

		@Bean
		SimpleUrlHandlerMapping plainHandlers() {
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/plain", "greeter"), -1);
			mapping.setLazyInitHandlers(true);
			return mapping;
		}

	}

}
