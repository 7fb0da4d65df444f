package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.autoconfigure.RawRequest.Answer;
import io.github.websocketstarter.autoconfigure.TestApplication.Endpoint;
import io.github.websocketstarter.autoconfigure.TestApplication.Pages;
import io.github.websocketstarter.autoconfigure.TestApplication.PlainHandler;
import io.github.websocketstarter.broadcast.Delivery;
import io.github.websocketstarter.broadcast.Presence;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code websocket.enabled=false}, on a real port.
 */
class DisabledIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ReactiveWebApplicationContextRunner server = TestApplication.server()
		.withPropertyValues("websocket.enabled=false")
		.withUserConfiguration(Endpoint.class, PlainHandler.class);

	@Test
	void requestsPassToTheRestOfTheApplication() {
		this.server.withUserConfiguration(Pages.class).run((context) -> {
			Answer page = new Answer(200, "page");
			assertThat(RawRequest.to(context).get("/plain")).isEqualTo(page);
			assertThat(RawRequest.to(context).upgrade("/plain")).isEqualTo(page);
			assertThat(RawRequest.to(context).get("/endpoint")).isEqualTo(page);
			assertThat(RawRequest.to(context).upgrade("/endpoint")).isEqualTo(page);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0" })
	void requestsThatNothingElseServesAreNotFound(String value) {
		this.server.withPropertyValues("websocket.enabled=" + value).run((context) -> {
			assertThat(RawRequest.to(context).get("/plain").status()).isEqualTo(404);
			assertThat(RawRequest.to(context).upgrade("/plain").status()).isEqualTo(404);
			assertThat(RawRequest.to(context).get("/endpoint").status()).isEqualTo(404);
			assertThat(RawRequest.to(context).upgrade("/endpoint").status()).isEqualTo(404);
		});
	}

	@Test
	void whoSendsToManyStartsAndReachesNobody() {
		this.server.run((context) -> {
			WebSocketGroups groups = context.getBean(WebSocketGroups.class);
			WebSocketConnections connections = context.getBean(WebSocketConnections.class);
			assertThat(groups.group("room").send("news").block(TIMEOUT)).isEqualTo(Delivery.NONE);
			assertThat(connections.all().send("news").block(TIMEOUT)).isEqualTo(Delivery.NONE);
			assertThat(groups.members("room").block(TIMEOUT)).isEqualTo(new Presence(List.of(), true));
			assertThat(connections.count()).isZero();
		});
	}

	@Test
	void adapterBeanOfTheApplicationServesNothing() {
		this.server.withBean("handlerAdapter", WebSocketHandlerAdapter.class, () -> new WebSocketHandlerAdapter())
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/plain").status()).isEqualTo(404));
	}

	@Test
	void handlerOfAMappingOfAnotherKindIsNotServed() {
		this.server.withBean(HandlerMapping.class, OwnMapping::new)
			.run((context) -> assertThat(RawRequest.to(context).upgrade("/own").status()).isEqualTo(404));
	}

	@Test
	void handlerOfAParentContextIsNotServed() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(PlainHandler.class)) {
			TestApplication.server()
				.withPropertyValues("websocket.enabled=false")
				.withParent(parent)
				.run((context) -> assertThat(RawRequest.to(context).upgrade("/plain").status()).isEqualTo(404));
		}
	}

	// HS-2
	@Test
	void filterThatAcceptsWebSocketRequestsSeesNone() {
		this.server.withUserConfiguration(Pages.class)
			.withBean(WebFilter.class, () -> DisabledIntegrationTests::acceptOrPassOn)
			.run((context) -> {
				assertThat(RawRequest.to(context).get("/plain").text()).isEqualTo("page");
				assertThat(RawRequest.to(context).upgrade("/plain").text()).isEqualTo("page");
			});
	}

	// HS-11
	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void controllerThatAcceptsUnaskedFailsClearly(CapturedOutput output) {
		this.server.withUserConfiguration(Accepting.class).run((context) -> {
			assertThat(RawRequest.to(context).upgrade("/accept").status()).isEqualTo(500);
			assertThat(output).contains("No WebSocket connection can be accepted: 'websocket.enabled' is false");
		});
	}

	private static Mono<Void> acceptOrPassOn(ServerWebExchange exchange, WebFilterChain chain) {
		WebSocketUpgrade upgrade = WebSocketUpgrade.of(exchange);
		return upgrade.isWebSocketRequest() ? upgrade.accept(new Greeter()::handle) : chain.filter(exchange);
	}

	static class OwnMapping extends AbstractHandlerMapping {

		OwnMapping() {
			setOrder(-5);
		}

		@Override
		protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
			return exchange.getRequest().getPath().value().equals("/own") ? Mono.just(new Greeter()) : Mono.empty();
		}

	}

	@RestController
	static class Accepting {

		@GetMapping("/accept")
		Mono<Void> accept(WebSocketUpgrade upgrade) {
			return upgrade.accept(new Greeter()::handle);
		}

	}

}
