package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.endpoint.WebSocketEndpointHandlerMapping;
import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import io.github.websocketstarter.upgrade.EngineWebSocketService;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import io.github.websocketstarter.upgrade.WebSocketUpgradeArgumentResolver;
import io.github.websocketstarter.upgrade.WebSocketUpgradeResultHandler;
import io.github.websocketstarter.upgrade.WebSocketUpgrades;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * Auto-configuration of the WebSocket engine for WebFlux on Reactor Netty.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebFluxAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ WebSocketService.class, reactor.netty.http.server.HttpServer.class })
@ConditionalOnBooleanProperty(name = "websocket.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WebSocketProperties.class)
public final class WebSocketAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebSocketAcceptor webSocketAcceptor(WebSocketProperties properties) {
		return new WebSocketAcceptor(properties.settings(), properties.origins());
	}

	@Bean
	@ConditionalOnMissingBean(WebSocketService.class)
	EngineWebSocketService webSocketService(WebSocketAcceptor acceptor) {
		return new EngineWebSocketService(acceptor);
	}

	@Bean
	@ConditionalOnMissingBean(name = "engineWebSocketHandlerAdapter")
	WebSocketHandlerAdapter engineWebSocketHandlerAdapter(WebSocketService service) {
		WebSocketHandlerAdapter adapter = new WebSocketHandlerAdapter(service);
		adapter.setOrder(1);
		return adapter;
	}

	@Bean
	@ConditionalOnMissingBean(WebSocketUpgrade.Factory.class)
	WebSocketUpgrades webSocketUpgrades(WebSocketAcceptor acceptor) {
		return new WebSocketUpgrades(acceptor);
	}

	@Bean
	WebFluxConfigurer webSocketUpgradeConfigurer() {
		return new WebFluxConfigurer() {
			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new WebSocketUpgradeArgumentResolver());
			}
		};
	}

	@Bean
	WebSocketUpgradeResultHandler webSocketUpgradeResultHandler() {
		return new WebSocketUpgradeResultHandler();
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketEndpoints webSocketEndpoints(ListableBeanFactory beans, Environment environment,
			WebSocketAcceptor acceptor) {
		return WebSocketEndpoints.find(beans, environment, acceptor);
	}

	@Bean
	WebSocketEndpointHandlerMapping webSocketEndpointHandlerMapping(WebSocketEndpoints endpoints,
			WebSocketAcceptor acceptor) {
		return WebSocketEndpointHandlerMapping.forUpgrades(endpoints, acceptor);
	}

	@Bean
	WebSocketEndpointHandlerMapping webSocketEndpointFallbackHandlerMapping(WebSocketEndpoints endpoints,
			WebSocketAcceptor acceptor) {
		return WebSocketEndpointHandlerMapping.forTheRest(endpoints, acceptor);
	}

	@Bean
	HandlerAdapter webSocketEndpointHandlerAdapter() {
		return WebSocketEndpointHandlerMapping.adapter();
	}

}
