package io.github.websocketstarter.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.pattern.PathPattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketEndpointHandlerMapping}.
 */
class WebSocketEndpointHandlerMappingTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final WebSocketAcceptor acceptor = new WebSocketAcceptor(SocketSettings.DEFAULTS,
			OriginPolicy.of(List.of("https://app.example.com")));

	private final WebSocketEndpoints endpoints = endpoints();

	private final WebSocketEndpointHandlerMapping upgrades = WebSocketEndpointHandlerMapping.forUpgrades(this.endpoints,
			this.acceptor);

	private final WebSocketEndpointHandlerMapping rest = WebSocketEndpointHandlerMapping.forTheRest(this.endpoints,
			this.acceptor);

	@Test
	void upgradesComeBeforeRouterFunctionsAndControllers() {
		assertThat(this.upgrades.getOrder()).isLessThan(-1);
	}

	@Test
	void restComesAfterEverythingEvenStaticResources() {
		assertThat(this.rest.getOrder()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void upgradeRequestIsTaken() {
		MockServerWebExchange exchange = exchange(upgrade("/rooms/red"));

		assertThat(found(this.upgrades, exchange)).isTrue();
		assertThat(found(this.rest, exchange(upgrade("/rooms/red")))).isFalse();
		assertThat(exchange.<Map<String, String>>getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE))
			.containsExactly(Map.entry("room", "red"));
		assertThat(exchange.<PathPattern>getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
			.hasToString("/rooms/{room}");
		assertThat(exchange.<Object>getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE))
			.hasToString("@WebSocketEndpoint bean 'webSocketEndpointHandlerMappingTests.Room'");
	}

	@Test
	void upgradeRequestOfAnotherPathIsNotTaken() {
		assertThat(found(this.upgrades, exchange(upgrade("/other")))).isFalse();
		assertThat(found(this.rest, exchange(upgrade("/other")))).isFalse();
	}

	@Test
	void pathIsTheOneWithinTheApplication() {
		MockServerHttpRequest request = MockServerHttpRequest.get("/app/rooms/red")
			.contextPath("/app")
			.header(HttpHeaders.UPGRADE, "websocket")
			.build();

		assertThat(found(this.upgrades, exchange(request))).isTrue();
	}

	@Test
	void ordinaryRequestIsLeftToTheOthersFirst() {
		assertThat(found(this.upgrades, exchange(MockServerHttpRequest.get("/rooms/red").build()))).isFalse();
		assertThat(found(this.rest, exchange(MockServerHttpRequest.get("/rooms/red").build()))).isTrue();
	}

	@Test
	void requestForAnotherProtocolIsAnOrdinaryOne() {
		MockServerHttpRequest request = MockServerHttpRequest.get("/rooms/red")
			.header(HttpHeaders.UPGRADE, "h2c")
			.build();

		assertThat(found(this.upgrades, exchange(request))).isFalse();
	}

	// HS-21
	@Test
	void ordinaryGetIsAnsweredWith426() {
		MockServerHttpResponse response = handle(this.rest, MockServerHttpRequest.get("/rooms/red").build());

		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.UPGRADE_REQUIRED);
		assertThat(response.getHeaders().getUpgrade()).isEqualTo("websocket");
		assertThat(response.getHeaders().getConnection()).containsExactly("Upgrade");
	}

	// HS-20
	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "HEAD", "OPTIONS" })
	void otherOrdinaryMethodIsAnsweredWith405(String method) {
		MockServerHttpResponse response = handle(this.rest,
				MockServerHttpRequest.method(HttpMethod.valueOf(method), "/rooms/red").build());

		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		assertThat(response.getHeaders().getAllow()).containsExactly(HttpMethod.GET);
	}

	@Test
	void invalidUpgradeRequestIsRefusedAndNotPassedOn() {
		MockServerHttpResponse response = handle(this.upgrades,
				MockServerHttpRequest.get("/rooms/red").header(HttpHeaders.UPGRADE, "websocket").build());

		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	// OR-4
	@Test
	void originOfTheApplicationIsChecked() {
		MockServerHttpResponse response = handle(this.upgrades,
				MockServerHttpRequest.get("/rooms/red")
					.headers(upgrade("/rooms/red").getHeaders())
					.header(HttpHeaders.ORIGIN, "https://evil.example")
					.build());

		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
	}

	@Test
	void originOfTheEndpointComesBeforeThatOfTheApplication() {
		MockServerHttpResponse response = handle(this.upgrades,
				MockServerHttpRequest.get("/admin")
					.headers(upgrade("/admin").getHeaders())
					.header(HttpHeaders.ORIGIN, "https://app.example.com")
					.build());

		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
	}

	@Test
	void requestToTheServerOfAnotherContextIsNotTaken() {
		StaticApplicationContext own = new StaticApplicationContext();
		this.upgrades.setApplicationContext(own);

		assertThat(found(this.upgrades, exchange(upgrade("/rooms/red"), own))).isTrue();
		assertThat(found(this.upgrades, exchange(upgrade("/rooms/red"), new StaticApplicationContext(own)))).isFalse();
	}

	@Test
	void observationLearnsThePattern() {
		MockServerWebExchange exchange = exchange(upgrade("/rooms/red"));
		ServerRequestObservationContext context = new ServerRequestObservationContext(exchange.getRequest(),
				exchange.getResponse(), exchange.getAttributes());
		exchange.getAttributes().put(ServerRequestObservationContext.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, context);

		found(this.upgrades, exchange);

		assertThat(context.getPathPattern()).isEqualTo("/rooms/{room}");
	}

	// HS-21
	@Test
	void resourceThatIsNotThereIsAnsweredWith426() {
		MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/rooms/red").build());

		StepVerifier.create(missing(exchange)).expectComplete().verify(LIMIT);

		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UPGRADE_REQUIRED);
		assertThat(exchange.getResponse().getHeaders().getUpgrade()).isEqualTo("websocket");
		assertThat(exchange.<PathPattern>getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
			.hasToString("/rooms/{room}");
	}

	// HS-20
	@Test
	void resourceThatIsNotThereForAnotherMethodIsAnsweredWith405() {
		MockServerWebExchange exchange = exchange(MockServerHttpRequest.post("/rooms/red").build());

		StepVerifier.create(missing(exchange)).expectComplete().verify(LIMIT);

		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	@Test
	void resourceThatIsNotThereIsNotFoundOnAnotherPath() {
		MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/other").build());

		StepVerifier.create(missing(exchange)).expectError(NoResourceFoundException.class).verify(LIMIT);
	}

	@Test
	void resourceThatIsNotThereIsNotFoundOnTheServerOfAnotherContext() {
		this.rest.setApplicationContext(new StaticApplicationContext());
		MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/rooms/red").build(),
				new StaticApplicationContext());

		StepVerifier.create(missing(exchange)).expectError(NoResourceFoundException.class).verify(LIMIT);
	}

	@Test
	void errorOfAControllerOnThePathOfAnEndpointIsItsOwn() {
		MockServerWebExchange exchange = exchange(MockServerHttpRequest.get("/rooms/red").build());
		DispatchExceptionHandler adapter = (DispatchExceptionHandler) adapterForTheRest();

		StepVerifier.create(adapter.handleError(exchange, new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.expectError(ResponseStatusException.class)
			.verify(LIMIT);
	}

	@Test
	void adaptersHandleNothingElse() {
		assertThat(List.of(adapter(), adapterForTheRest())).noneMatch((adapter) -> adapter.supports(new Room()));
	}

	private Mono<HandlerResult> missing(MockServerWebExchange exchange) {
		return ((DispatchExceptionHandler) adapterForTheRest()).handleError(exchange,
				new NoResourceFoundException(exchange.getRequest().getURI(), "red"));
	}

	private HandlerAdapter adapterForTheRest() {
		return WebSocketEndpointHandlerMapping.adapterForTheRest(this.rest);
	}

	private static HandlerAdapter adapter() {
		return WebSocketEndpointHandlerMapping.adapter(ServerCodecConfigurer.create());
	}

	private static boolean found(HandlerMapping mapping, MockServerWebExchange exchange) {
		return Boolean.TRUE.equals(mapping.getHandler(exchange).hasElement().block(LIMIT));
	}

	private MockServerHttpResponse handle(HandlerMapping mapping, MockServerHttpRequest request) {
		MockServerWebExchange exchange = exchange(request);
		Mono<?> handled = mapping.getHandler(exchange)
			.flatMap((handler) -> Stream.of(adapter(), adapterForTheRest())
				.filter((adapter) -> adapter.supports(handler))
				.findFirst()
				.orElseThrow()
				.handle(exchange, handler));

		StepVerifier.create(handled).expectComplete().verify(LIMIT);
		return exchange.getResponse();
	}

	private static MockServerWebExchange exchange(MockServerHttpRequest request) {
		return MockServerWebExchange.from(request);
	}

	private static MockServerWebExchange exchange(MockServerHttpRequest request, ApplicationContext context) {
		return MockServerWebExchange.builder(request).applicationContext(context).build();
	}

	private static MockServerHttpRequest upgrade(String path) {
		return MockServerHttpRequest.get(path)
			.header(HttpHeaders.UPGRADE, "websocket")
			.header(HttpHeaders.CONNECTION, "Upgrade")
			.header("Sec-WebSocket-Version", "13")
			.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
			.build();
	}

	private WebSocketEndpoints endpoints() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Room.class,
				Admin.class)) {
			return WebSocketEndpoints.find(context, context.getEnvironment(), this.acceptor, Map.of(), Calls.with());
		}
	}

	@WebSocketEndpoint("/rooms/{room}")
	static class Room implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint(path = "/admin", allowedOrigins = "https://admin.example.com")
	static class Admin extends Room {

	}

}
