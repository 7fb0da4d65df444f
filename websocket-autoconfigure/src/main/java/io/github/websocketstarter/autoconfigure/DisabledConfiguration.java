package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.WebSocketUpgrade;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerAdapter;

/**
 * What keeps {@code websocket.enabled=false}: without the engine, Spring's own adapter
 * would serve the plain handlers.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@Conditional(EngineSwitch.Off.class)
class DisabledConfiguration {

	@Bean
	static WebSocketHandlerExclusion webSocketStarterHandlerExclusion() {
		return new WebSocketHandlerExclusion();
	}

	@Bean
	HandlerAdapter webSocketStarterDisabledHandlerAdapter() {
		return new DisabledWebSocketHandlerAdapter();
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketUpgrade.Factory webSocketStarterDisabledUpgrades() {
		return (exchange) -> new DisabledWebSocketUpgrade();
	}

}
