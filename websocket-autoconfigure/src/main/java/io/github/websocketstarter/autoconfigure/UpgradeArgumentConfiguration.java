package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.upgrade.WebSocketUpgradeArgumentResolver;
import io.github.websocketstarter.upgrade.WebSocketUpgradeResultHandler;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * {@link io.github.websocketstarter.WebSocketUpgrade WebSocketUpgrade} as an argument of
 * controller methods, whether the engine is on or off.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class UpgradeArgumentConfiguration {

	@Bean
	WebFluxConfigurer webSocketStarterUpgradeConfigurer() {
		return new WebFluxConfigurer() {
			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new WebSocketUpgradeArgumentResolver());
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketUpgradeResultHandler webSocketStarterUpgradeResultHandler() {
		return new WebSocketUpgradeResultHandler();
	}

}
