package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.broadcast.Backplane;
import io.github.websocketstarter.broadcast.ConnectionRegistry;
import io.github.websocketstarter.broadcast.WebSocketBroadcasts;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Sending to many connections.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(HttpServer.class)
@Conditional(EngineSwitch.On.class)
class BroadcastConfiguration {

	// The endpoints are asked late, because they may want to broadcast.
	@Bean
	@ConditionalOnMissingBean
	WebSocketBroadcasts webSocketStarterBroadcasts(ConnectionRegistry connections, WebSocketAcceptor acceptor,
			WebSocketCodecs codecs, ObjectProvider<WebSocketEndpoints> endpoints, ObjectProvider<Backplane> backplane) {
		return new WebSocketBroadcasts(connections, acceptor.fanout(), codecs,
				() -> endpoints.getObject().subProtocols(), backplane.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketConnections webSocketStarterConnections(WebSocketBroadcasts broadcasts) {
		return broadcasts.connections();
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketGroups webSocketStarterGroups(WebSocketBroadcasts broadcasts) {
		return broadcasts.groups();
	}

	@Bean
	@ConditionalOnMissingBean
	BroadcastLifecycle webSocketStarterBroadcastLifecycle(WebSocketBroadcasts broadcasts) {
		return new BroadcastLifecycle(broadcasts);
	}

}
