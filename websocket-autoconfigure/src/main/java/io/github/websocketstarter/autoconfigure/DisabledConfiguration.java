package io.github.websocketstarter.autoconfigure;

import java.util.List;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.broadcast.ConnectionRegistry;
import io.github.websocketstarter.broadcast.WebSocketBroadcasts;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.engine.Fanout;

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

	// Whoever sends to many starts as ever, and reaches nobody.
	@Bean
	@ConditionalOnMissingBean
	WebSocketConnections webSocketStarterNoConnections(WebSocketCodecs codecs) {
		return nobody(codecs).connections();
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketGroups webSocketStarterNoGroups(WebSocketCodecs codecs) {
		return nobody(codecs).groups();
	}

	private static WebSocketBroadcasts nobody(WebSocketCodecs codecs) {
		return new WebSocketBroadcasts(new ConnectionRegistry(1), Fanout.NOBODY, codecs, List::of, null);
	}

}
