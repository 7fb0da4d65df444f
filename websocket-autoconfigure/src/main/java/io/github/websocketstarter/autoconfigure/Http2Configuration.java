package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.upgrade.ExtendedConnectHandler;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * WebSockets over HTTP/2, where {@code server.http2.enabled} is set.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(HttpServer.class)
@Conditional(EngineSwitch.On.class)
class Http2Configuration {

	@Bean
	@ConditionalOnMissingBean
	ExtendedConnectCustomizer webSocketStarterExtendedConnectCustomizer(WebSocketProperties properties) {
		return new ExtendedConnectCustomizer(properties.http2().enabled());
	}

	@Bean
	HttpHandlerDecoratorFactory webSocketStarterExtendedConnectHandlerFactory() {
		return ExtendedConnectHandler::new;
	}

}
