package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketHandlerExclusion}.
 */
class WebSocketHandlerExclusionTests {

	private final WebHandler page = (exchange) -> Mono.empty();

	private final SimpleUrlHandlerMapping mapping = mapping(Map.of("/plain", new Greeter(), "/page", this.page));

	@Test
	void webSocketHandlerIsNotFound() {
		assertThat(find("/plain")).isInstanceOf(Greeter.class);

		new WebSocketHandlerExclusion().postProcessAfterInitialization(this.mapping, "mapping");

		assertThat(find("/plain")).isNull();
	}

	@Test
	void otherHandlerIsFound() {
		new WebSocketHandlerExclusion().postProcessAfterInitialization(this.mapping, "mapping");

		assertThat(find("/page")).isSameAs(this.page);
	}

	@Test
	void predicateOfTheApplicationIsKept() {
		this.mapping.setHandlerPredicate((handler, exchange) -> exchange.getRequest().getQueryParams().isEmpty());

		new WebSocketHandlerExclusion().postProcessAfterInitialization(this.mapping, "mapping");

		assertThat(find("/page")).isSameAs(this.page);
		assertThat(find("/page?x")).isNull();
	}

	@Test
	void predicateThatTheApplicationAddsLaterDoesNotUndoIt() {
		new WebSocketHandlerExclusion().postProcessAfterInitialization(this.mapping, "mapping");

		this.mapping.setHandlerPredicate((handler, exchange) -> true);

		assertThat(find("/plain")).isNull();
	}

	private Object find(String path) {
		return this.mapping.getHandler(MockServerWebExchange.from(MockServerHttpRequest.get(path)))
			.block(Duration.ofSeconds(5));
	}

	private static SimpleUrlHandlerMapping mapping(Map<String, ?> handlers) {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(handlers);
		mapping.setApplicationContext(new StaticApplicationContext());
		return mapping;
	}

}
