package io.github.websocketstarter.sample;

import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * Maps the {@link PlainEcho} as every WebFlux application does without this starter.
 * Nothing has to change when the starter is added.
 */
@Configuration(proxyBeanMethods = false)
class PlainEchoConfiguration {

	private static final int BEFORE_ANNOTATED_CONTROLLERS = -1;

	@Bean
	HandlerMapping plainEchoMapping() {
		return new SimpleUrlHandlerMapping(Map.of("/plain", new PlainEcho()), BEFORE_ANNOTATED_CONTROLLERS);
	}

}
