package io.github.websocketstarter.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Fails the start of applications in which the engine would silently do nothing.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(EngineSwitch.On.class)
class RequirementsConfiguration {

	/**
	 * Spring MVC next to WebFlux makes a servlet application, often unintentionally.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ReactiveApplicationRequirement {

		@Bean
		static BeanFactoryPostProcessor webSocketStarterReactiveApplicationRequirement() {
			return (beanFactory) -> {
				throw new FailureAnalyzedException(
						"websocket-starter needs a reactive web application (Spring WebFlux), but this is a servlet "
								+ "application. With Spring MVC on the class path an application is a servlet "
								+ "application, whether WebFlux is there or not.",
						"Remove 'spring-boot-starter-webmvc' and what else brings Spring MVC, or set "
								+ "'spring.main.web-application-type=reactive'. To run without WebSocket connections, "
								+ "remove 'websocket-starter' or set 'websocket.enabled=false'.");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ServerRequirement {

		@Bean
		ReactorNettyRequirement webSocketStarterReactorNettyRequirement() {
			return new ReactorNettyRequirement();
		}

	}

}
