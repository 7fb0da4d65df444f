package io.github.websocketstarter.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Broadcasts and groups that could never work fail the start, and say which, why, and
 * what to do.
 */
class ImpossibleBroadcastsTests {

	private final WebSocketAcceptor acceptor = new WebSocketAcceptor(SocketSettings.DEFAULTS,
			OriginPolicy.of(List.of()));

	@Test
	void unknownVariable() {
		assertRefused(UnknownVariable.class,
				"the method UnknownVariable.on(String) is annotated with @Broadcast, whose group 'room-{rom}' wants the "
						+ "path variable 'rom', which the path '/rooms/{room}' has not",
				"Correct the group, or let the path have what it wants.");
	}

	@Test
	void variableThatOneOfThePathsDoesNotHave() {
		assertRefused(TwoPaths.class, "'room', which the path '/lobby' has not", "let the path have");
	}

	@ParameterizedTest
	@ValueSource(classes = { Unclosed.class, Unopened.class, Nested.class })
	void braceWithoutItsCounterpart(Class<?> endpoint) {
		assertRefused(endpoint, "has a brace without its counterpart", "Correct the group");
	}

	@Test
	void blankGroup() {
		assertRefused(Blank.class, "whose group ' ' is blank", "Correct the group");
	}

	@ParameterizedTest
	@ValueSource(classes = { ReturnsNothing.class, ReturnsMonoOfNothing.class })
	void nothingToSend(Class<?> endpoint) {
		assertRefused(endpoint, "is annotated with @Broadcast, but returns nothing",
				"Return what is to be sent, or remove @Broadcast.");
	}

	@Test
	void valueThatNoCodecEncodes() {
		assertRefused(ReturnsThread.class, "returns java.lang.Thread, which cannot be sent", "Return String");
	}

	@Test
	void methodForErrors() {
		assertRefused(OfError.class, "but what @OnError methods return is for one connection", "Remove @Broadcast");
	}

	@Test
	void methodForPongs() {
		assertRefused(OfPong.class, "but what @OnPong methods return is for one connection", "Remove @Broadcast");
	}

	@Test
	void methodOfAnAdvice() {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(Possible.class, Advice.class))
			.withMessageContaining("Advice.failed(Exception)")
			.withMessageContaining("but what @OnError methods return is for one connection");
	}

	@Test
	void methodThatNobodyCalls() {
		assertRefused(OfNothing.class, "is annotated with @Broadcast, but is no @OnMessage, @OnOpen or @OnClose method",
				"Annotate the method with what it is called for.");
	}

	@Test
	void closeThatReturnsToNobody() {
		assertRefused(CloseReturns.class, "cannot be sent: the connection is closed", "or annotate it with @Broadcast");
	}

	@ParameterizedTest
	@ValueSource(classes = { UnknownGroup.class, UnknownGroupOfHandler.class })
	void groupsWithUnknownVariable(Class<?> endpoint) {
		assertRefused(endpoint,
				"'room-{rom}' of 'groups' wants the path variable 'rom', which the path '/rooms/{room}' has not",
				"Correct the attribute");
	}

	@Test
	void blankAmongTheGroups() {
		assertRefused(BlankGroup.class, "'' of 'groups' is blank", "Correct the attribute");
	}

	@Test
	void possibleBroadcastsStart() {
		assertThat(find(Possible.class).paths()).containsExactly("/possible/{room:[a-z]{1,3}}/{*rest}");
	}

	private void assertRefused(Class<?> endpoint, String fault, String remedy) {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(endpoint))
			.withMessageStartingWith(
					"The @WebSocketEndpoint bean 'impossibleBroadcastsTests." + endpoint.getSimpleName())
			.withMessageContaining(fault)
			.satisfies((ex) -> assertThat(ex.getAction()).contains(remedy));
	}

	private WebSocketEndpoints find(Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return WebSocketEndpoints.find(context, context.getEnvironment(), this.acceptor, Map.of(), Calls.with());
		}
	}

	@WebSocketEndpoint(path = "/possible/{room:[a-z]{1,3}}/{*rest}", groups = { "{room}", "all", "{room}-{rest}" })
	static class Possible {

		@OnOpen
		@Broadcast
		String open() {
			return "open";
		}

		@OnMessage
		@Broadcast(group = "{room}-{rest}", exceptSelf = true)
		Flux<String> on(String text) {
			return Flux.just(text);
		}

		@OnMessage
		@Broadcast(group = "{room}")
		Mono<Object> on(byte[] bytes) {
			return Mono.just(bytes);
		}

		@OnClose
		@Broadcast(group = "all")
		Flux<String> close() {
			return Flux.just("closed", "for good");
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class UnknownVariable {

		@OnMessage
		@Broadcast(group = "room-{rom}")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint({ "/rooms/{room}", "/lobby" })
	static class TwoPaths {

		@OnMessage
		@Broadcast(group = "{room}")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class Unclosed {

		@OnMessage
		@Broadcast(group = "{room")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class Unopened {

		@OnMessage
		@Broadcast(group = "{room}}")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class Nested {

		@OnMessage
		@Broadcast(group = "{a{room}}")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class Blank {

		@OnMessage
		@Broadcast(group = " ")
		String on(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/bad")
	static class ReturnsNothing {

		@OnMessage
		@Broadcast
		void on(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class ReturnsMonoOfNothing {

		@OnClose
		@Broadcast
		Mono<Void> close() {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint("/bad")
	static class ReturnsThread {

		@OnMessage
		@Broadcast
		Thread on(String text) {
			return Thread.currentThread();
		}

	}

	@WebSocketEndpoint("/bad")
	static class OfError {

		@OnMessage
		void on(String text) {
		}

		@OnError
		@Broadcast
		String failed(Exception ex) {
			return "failed";
		}

	}

	@WebSocketEndpoint("/bad")
	static class OfPong {

		@OnPong
		@Broadcast
		String pong(ByteBuffer payload) {
			return "pong";
		}

	}

	@WebSocketEndpoint("/bad")
	static class OfNothing {

		@OnMessage
		void on(String text) {
		}

		@Broadcast
		String news() {
			return "news";
		}

	}

	@WebSocketEndpoint("/bad")
	static class CloseReturns {

		@OnClose
		String bye() {
			return "bye";
		}

	}

	@WebSocketEndpoint(path = "/rooms/{room}", groups = { "{room}", "room-{rom}" })
	static class UnknownGroup {

		@OnMessage
		void on(String text) {
		}

	}

	@WebSocketEndpoint(path = "/rooms/{room}", groups = "room-{rom}")
	static class UnknownGroupOfHandler implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint(path = "/rooms/{room}", groups = "")
	static class BlankGroup {

		@OnMessage
		void on(String text) {
		}

	}

	@WebSocketEndpointAdvice
	static class Advice {

		@OnError
		@Broadcast
		String failed(Exception ex) {
			return "failed";
		}

	}

}
