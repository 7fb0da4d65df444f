package io.github.websocketstarter.testclient;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Repository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * What else is in the application: what endpoints need and what not.
 */
interface Surroundings {

	/**
	 * Not needed.
	 */
	@Repository
	class Numbers {

	}

	/**
	 * Needed.
	 */
	@Component
	class Headers implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange);
		}

	}

	/**
	 * Needed.
	 */
	@Component
	class ToNumber implements Converter<String, Number> {

		@Override
		public Number convert(String source) {
			return Long.valueOf(source);
		}

	}

	/**
	 * Needed.
	 */
	@Component
	class Json implements JsonMapperBuilderCustomizer {

		@Override
		public void customize(JsonMapper.Builder builder) {
		}

	}

}
