package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.codec.JacksonCodec;
import io.github.websocketstarter.codec.WebSocketCodec;
import io.github.websocketstarter.codec.WebSocketCodecs;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The codecs, whether there is an engine or not: the application's own, then JSON.
 */
@Configuration(proxyBeanMethods = false)
class CodecConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebSocketCodecs webSocketStarterCodecs(ObjectProvider<WebSocketCodec> codecs) {
		return WebSocketCodecs.of(codecs.orderedStream().toList());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class Json {

		@Bean
		@ConditionalOnBean(JsonMapper.class)
		@ConditionalOnMissingBean
		@Order(Ordered.LOWEST_PRECEDENCE)
		JacksonCodec webSocketStarterJacksonCodec(JsonMapper mapper) {
			return new JacksonCodec(mapper);
		}

	}

}
