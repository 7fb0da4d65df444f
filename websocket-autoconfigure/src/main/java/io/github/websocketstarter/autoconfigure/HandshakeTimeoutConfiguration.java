package io.github.websocketstarter.autoconfigure;

import java.time.Duration;

import io.github.websocketstarter.engine.netty.HandshakeTimeoutHandler;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * {@code websocket.handshake-timeout}: before the request is known, and until it is
 * answered.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(HttpServer.class)
@Conditional(EngineSwitch.On.class)
class HandshakeTimeoutConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestHeadsCustomizer webSocketStarterRequestHeadsCustomizer(WebSocketProperties properties) {
		return new RequestHeadsCustomizer(properties.handshakeTimeout());
	}

	@Bean
	HttpHandlerDecoratorFactory webSocketStarterHandshakeTimeoutHandlerFactory(WebSocketProperties properties) {
		Duration timeout = properties.handshakeTimeout();
		return (application) -> timeout.isZero() ? application : new HandshakeTimeoutHandler(application, timeout);
	}

}
