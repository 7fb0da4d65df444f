package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.autoconfigure.TestApplication.Endpoint;
import io.github.websocketstarter.autoconfigure.TestApplication.Pages;
import io.github.websocketstarter.autoconfigure.TestApplication.PlainHandler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who serves what, on a real port.
 */
class EngineIntegrationTests {

	private final ReactiveWebApplicationContextRunner server = TestApplication.server()
		.withUserConfiguration(Endpoint.class, PlainHandler.class);

	@Test
	void endpointsAndPlainHandlersAreServedByTheEngine() {
		this.server.run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
			assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.ENGINE);
		});
	}

	@Test
	void pageOnThePathOfAnEndpointIsServed() {
		this.server.withUserConfiguration(Pages.class).run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
			assertThat(RawRequest.to(context).get("/endpoint")).isEqualTo(new RawRequest.Answer(200, "page"));
		});
	}

	@Test
	void ordinaryRequestToAnEndpointIsAnsweredWith426() {
		this.server.run((context) -> assertThat(RawRequest.to(context).get("/endpoint").status()).isEqualTo(426));
	}

	@Test
	void adapterBeanOfOldApplicationsDoesNotSwitchTheEngineOff() {
		this.server.withBean("handlerAdapter", WebSocketHandlerAdapter.class, () -> new WebSocketHandlerAdapter())
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.ENGINE));
	}

	@Test
	void ownServiceBeanServesPlainHandlersOnly() {
		this.server.withBean("ownService", WebSocketService.class, HandshakeWebSocketService::new).run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.SPRING);
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
		});
	}

	@Test
	void ownServiceOfAConfigurerServesPlainHandlersOnly() {
		this.server.withUserConfiguration(ConfiguredService.class).run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.SPRING);
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
		});
	}

	@Test
	void severalOwnServiceBeansLeavePlainHandlersToTheAdaptersOfTheApplication() {
		this.server.withBean("one", WebSocketService.class, HandshakeWebSocketService::new)
			.withBean("other", WebSocketService.class, HandshakeWebSocketService::new)
			.run((context) -> {
				assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.SPRING);
				assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
			});
	}

	@Test
	void applicationThatConfiguresWebFluxItselfHasTheEngine() {
		this.server.withUserConfiguration(OwnWebFlux.class, Accepting.class).run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.ENGINE);
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
			assertThat(RawRequest.to(context).upgrade("/accept")).isEqualTo(Greeter.ENGINE);
		});
	}

	@Test
	void controllerAcceptsByHand() {
		this.server.withUserConfiguration(Accepting.class)
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/accept")).isEqualTo(Greeter.ENGINE));
	}

	@Test
	void lazyApplicationHasTheEngine() {
		this.server
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(Greeter.ENGINE);
				assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE);
			});
	}

	@Test
	void endpointBehindAClassProxyIsServed() {
		this.server.withUserConfiguration(Proxies.class)
			.withPropertyValues("proxy-target-class=true")
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE));
	}

	@Test
	void endpointBehindAnInterfaceProxyIsServed() {
		this.server.withUserConfiguration(Proxies.class)
			.withPropertyValues("proxy-target-class=false")
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE));
	}

	@Test
	void contextWithAParentHasItsOwnEndpoints() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Greeter.class)) {
			this.server.withParent(parent)
				.run((context) -> assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(Greeter.ENGINE));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ConfiguredService implements WebFluxConfigurer {

		@Override
		public WebSocketService getWebSocketService() {
			return new HandshakeWebSocketService();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class OwnWebFlux {

	}

	@RestController
	static class Accepting {

		@GetMapping("/accept")
		Mono<Void> accept(WebSocketUpgrade upgrade) {
			return upgrade.accept(new Greeter()::handle);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		static BeanNameAutoProxyCreator proxies(Environment environment) {
			BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
			proxies.setBeanNames("*Endpoint");
			proxies.setProxyTargetClass(environment.getRequiredProperty("proxy-target-class", Boolean.class));
			return proxies;
		}

	}

}
