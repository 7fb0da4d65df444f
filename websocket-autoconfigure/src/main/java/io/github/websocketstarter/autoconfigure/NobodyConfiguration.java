package io.github.websocketstarter.autoconfigure;

import java.util.List;

import io.github.websocketstarter.broadcast.ConnectionRegistry;
import io.github.websocketstarter.broadcast.WebSocketBroadcasts;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.engine.Fanout;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Sending to many where there is no engine: it is switched off, or the application is not
 * a reactive web application. Whoever sends starts as ever, and reaches nobody. Comes
 * after {@link BroadcastConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
class NobodyConfiguration {

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
