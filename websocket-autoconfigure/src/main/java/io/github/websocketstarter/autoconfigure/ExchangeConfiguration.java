package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.engine.netty.NettyClientConnections;
import io.github.websocketstarter.engine.netty.TransferFilter;
import io.github.websocketstarter.engine.netty.UnsupportedClientConnection;
import io.github.websocketstarter.exchange.ClientConnection;
import io.github.websocketstarter.exchange.ClientConnectionArgumentResolver;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * {@link ClientConnection} for all exchanges, whether the WebSocket engine is on or off.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class ExchangeConfiguration {

	@Bean
	WebFluxConfigurer webSocketStarterClientConnectionConfigurer() {
		return new WebFluxConfigurer() {
			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new ClientConnectionArgumentResolver());
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpServer.class)
	@EnableConfigurationProperties(WebSocketProperties.class)
	static class ReactorNetty {

		@Bean
		@ConditionalOnMissingBean
		ClientConnection.Factory webSocketStarterClientConnections(WebSocketProperties properties) {
			return new NettyClientConnections(properties.exchangeSettings());
		}

		@Bean
		@ConditionalOnMissingBean
		TransferFilter webSocketStarterTransferFilter() {
			return new TransferFilter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("reactor.netty.http.server.HttpServer")
	static class OtherServer {

		@Bean
		@ConditionalOnMissingBean
		ClientConnection.Factory webSocketStarterUnsupportedClientConnections() {
			return (exchange) -> new UnsupportedClientConnection("a " + exchange.getRequest().getClass().getName());
		}

	}

}
