package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WebSocketEndpoints}.
 */
class WebSocketEndpointsTests {

	private static final CallSettings CALLS = Calls.with();

	private final WebSocketAcceptor acceptor = new WebSocketAcceptor(SocketSettings.DEFAULTS,
			OriginPolicy.of(List.of()));

	@Test
	void applicationWithoutEndpointsHasNone() {
		WebSocketEndpoints endpoints = find(PlainHandler.class);

		assertThat(endpoints.paths()).isEmpty();
		assertThat(endpoints.useApplicationOrigins()).isFalse();
		assertThat(endpoints.match(PathContainer.parsePath("/chat"))).isNull();
	}

	@Test
	void mostSpecificPathIsMatchedFirst() {
		WebSocketEndpoints endpoints = find(AnyRoom.class, Lobby.class);

		assertThat(endpoints.paths()).containsExactly("/rooms/lobby", "/rooms/{room}");
		assertThat(matched(endpoints, "/rooms/lobby")).contains("'webSocketEndpointsTests.Lobby'");
		assertThat(matched(endpoints, "/rooms/red")).contains("'webSocketEndpointsTests.AnyRoom'");
	}

	@Test
	void twoEndpointsWithTheSamePathAreRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(Lobby.class, OtherLobby.class))
			.withMessageContaining("'webSocketEndpointsTests.Lobby'")
			.withMessageContaining("'webSocketEndpointsTests.OtherLobby'")
			.withMessageContaining("'/rooms/lobby'")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("path of its own"));
	}

	@Test
	void twoEndpointsWhosePathsDifferInTheNamesOfVariablesAreRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(AnyRoom.class, OtherRoom.class))
			.withMessageContaining("'/rooms/{}'");
	}

	@Test
	void twoEndpointsWithTheSameNameAreRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(Named.class, NamedToo.class))
			.withMessageContaining("'webSocketEndpointsTests.Named'")
			.withMessageContaining("'webSocketEndpointsTests.NamedToo'")
			.withMessageContaining("the same name 'chat-room'")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("name of its own"));
	}

	@Test
	void nameIsThatOfTheBeanUnlessThereIsOne() {
		assertThat(find(Lobby.class, Named.class).names()).extracting(EndpointName::text)
			.containsExactly("webSocketEndpointsTests.Lobby", "chatRoom");
	}

	@Test
	void overridesAreThoseOfTheName() {
		WebSocketEndpoints endpoints = find(
				Map.of(new EndpointName("CHATROOM"),
						new EndpointOverrides(UnaryOperator.identity(), OriginPolicy.of(List.of("*")), 2, null)),
				Named.class, Lobby.class);

		assertThat(definition(endpoints, "/named").concurrency()).isEqualTo(2);
		assertThat(definition(endpoints, "/named").origins()).isNotNull();
		assertThat(definition(endpoints, "/rooms/lobby").concurrency()).isEqualTo(1);
		assertThat(definition(endpoints, "/rooms/lobby").origins()).isNull();
	}

	@Test
	void moreGroupsThanAreAllowedAreRefused() {
		WebSocketEndpoints endpoints = find(Grouped.class, Lobby.class);

		endpoints.requireGroups(2);
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> endpoints.requireGroups(1))
			.withMessage("The @WebSocketEndpoint bean 'webSocketEndpointsTests.Grouped' is not valid: "
					+ "'groups' names 2 groups, but 'websocket.max-groups' is 1")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("raise 'websocket.max-groups'"));
	}

	@Test
	void pathGivenTwiceByOneEndpointIsOne() {
		assertThat(matched(find(Repeated.class), "/a")).contains("Repeated");
	}

	@Test
	void annotatedBeanThatIsNoHandlerIsRefused() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(NoHandler.class))
			.withMessage("The @WebSocketEndpoint bean 'webSocketEndpointsTests.NoHandler' (" + NoHandler.class.getName()
					+ ") has no @OnMessage, @OnOpen, @OnPong or @OnClose method and does not implement "
					+ WebSocketHandler.class.getName())
			.satisfies((ex) -> assertThat(ex.getAction()).contains("implement WebSocketHandler"));
	}

	@Test
	void applicationsOriginsMatterIfOneEndpointHasNoneOfItsOwn() {
		assertThat(find(OwnOrigins.class).useApplicationOrigins()).isFalse();
		assertThat(find(OwnOrigins.class, Lobby.class).useApplicationOrigins()).isTrue();
	}

	@Test
	void beanOfAMethodThatReturnsTheInterfaceIsFound() {
		assertThat(find(InterfaceMethod.class).paths()).containsExactly("/rooms/lobby");
	}

	@Test
	void classProxyIsFound() {
		assertThat(find(ClassProxy.class).paths()).containsExactly("/rooms/lobby");
	}

	@Test
	void interfaceProxyIsFound() {
		assertThat(find(InterfaceProxy.class).paths()).containsExactly("/rooms/lobby");
	}

	@Test
	void singletonThatIsAnInterfaceProxyIsFound() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		ProxyFactory proxy = new ProxyFactory(new Lobby());
		beans.registerSingleton("lobby", proxy.getProxy());

		WebSocketEndpoints endpoints = WebSocketEndpoints.find(beans, new MockEnvironment(), this.acceptor, Map.of(),
				CALLS);

		assertThat(endpoints.paths()).containsExactly("/rooms/lobby");
	}

	@Test
	void scopedBeanIsFoundOnce() {
		assertThat(find(ScopedEndpoint.class).paths()).containsExactly("/scoped");
	}

	private WebSocketEndpoints find(Class<?>... components) {
		return find(Map.of(), components);
	}

	private WebSocketEndpoints find(Map<EndpointName, EndpointOverrides> overrides, Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return WebSocketEndpoints.find(context, context.getEnvironment(), this.acceptor, overrides, CALLS);
		}
	}

	private static EndpointDefinition definition(WebSocketEndpoints endpoints, String path) {
		WebSocketEndpoints.Route route = endpoints.match(PathContainer.parsePath(path));
		assertThat(route).isNotNull();
		return route.endpoint().definition();
	}

	private static String matched(WebSocketEndpoints endpoints, String path) {
		WebSocketEndpoints.Route route = endpoints.match(PathContainer.parsePath(path));
		assertThat(route).isNotNull();
		return route.endpoint().toString();
	}

	abstract static class Handler implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return Mono.empty();
		}

	}

	static class PlainHandler extends Handler {

	}

	@WebSocketEndpoint("/rooms/lobby")
	static class Lobby extends Handler {

	}

	@WebSocketEndpoint("/rooms/lobby")
	static class OtherLobby extends Handler {

	}

	@WebSocketEndpoint(path = "/named", name = "chatRoom")
	static class Named extends Handler {

	}

	@WebSocketEndpoint(path = "/named-too", name = "chat-room")
	static class NamedToo extends Handler {

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class AnyRoom extends Handler {

	}

	@WebSocketEndpoint(path = "/grouped", groups = { "a", "b", "a" })
	static class Grouped extends Handler {

	}

	@WebSocketEndpoint("/rooms/{name}")
	static class OtherRoom extends Handler {

	}

	@WebSocketEndpoint({ "/a", "/a" })
	static class Repeated extends Handler {

	}

	@WebSocketEndpoint("/chat")
	static class NoHandler {

	}

	@WebSocketEndpoint(path = "/own", allowedOrigins = "https://a.example")
	static class OwnOrigins extends Handler {

	}

	@WebSocketEndpoint("/scoped")
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedEndpoint extends Handler {

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceMethod {

		@Bean
		WebSocketHandler lobby() {
			return new Lobby();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxy {

		@Bean
		WebSocketHandler lobby() {
			ProxyFactory proxy = new ProxyFactory(new Lobby());
			proxy.setProxyTargetClass(true);
			return (WebSocketHandler) proxy.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxy {

		@Bean
		WebSocketHandler lobby() {
			return (WebSocketHandler) new ProxyFactory(new Lobby()).getProxy();
		}

	}

}
