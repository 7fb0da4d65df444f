package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointReflectiveProcessor}.
 */
class EndpointReflectiveProcessorTests {

	@Test
	void methodsCanBeInvoked() throws Exception {
		RuntimeHints hints = hints(Calls.class);

		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Calls.class.getDeclaredMethod("open", WebSocketSession.class, Attribute.class)))
			.accepts(hints);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(Calls.class.getDeclaredMethod("say", Say.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Calls.class.getDeclaredMethod("wrong", Exception.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Calls.class.getDeclaredMethod("ordinary")))
			.rejects(hints);
	}

	@Test
	void methodOfAnInterfaceCanBeInvokedOnAProxy() throws Exception {
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(Taker.class.getDeclaredMethod("say", Say.class)))
			.accepts(hints(Calls.class));
	}

	@Test
	void payloadAndReplyAreBoundWithTheirParts() {
		RuntimeHints hints = hints(Calls.class);

		assertBound(hints, Say.class, Person.class, Said.class, Fault.class);
	}

	@Test
	void parametersThatAreNoPayloadAreNot() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Attribute.class)).rejects(hints(Calls.class));
	}

	@Test
	void annotatedPayloadIsBoundWhateverElseItIs() {
		assertBound(hints(Annotated.class), Attribute.class);
	}

	@Test
	void elementsOfPublishersAndCollectionsAreBound() {
		RuntimeHints hints = hints(Streams.class);

		assertBound(hints, Say.class, Said.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(Flux.class)).rejects(hints);
	}

	@Test
	void typesOfTheFrameworkAreNotBound() {
		assertThat(RuntimeHintsPredicates.reflection().onType(WebSocketMessage.class)).rejects(hints(Raw.class));
	}

	@Test
	void subtypesOfSealedAndOfNamedTypesAreBoundWhereverTheyAre() {
		assertBound(hints(Shapes.class), Drawing.class, Circle.class, Rectangle.class, Square.class, Red.class,
				Mixed.class);
	}

	@Test
	void interfaceThatTellsPayloadsApartIsKnownWithAllOfThem() {
		RuntimeHints hints = hints(Circles.class);

		assertThat(RuntimeHintsPredicates.reflection().onType(Shape.class)).accepts(hints);
		assertBound(hints, Circle.class, Square.class);
	}

	@Test
	void typeParameterIsThatOfTheEndpoint() {
		assertBound(hints(Rooms.class), Say.class, Page.class, Said.class);
	}

	@Test
	void errorMethodsOfAdvicesAreTakenIn() throws Exception {
		RuntimeHints hints = hints(Advice.class);

		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Advice.class.getDeclaredMethod("wrong", Exception.class))).accepts(hints);
		assertBound(hints, Fault.class);
	}

	private static RuntimeHints hints(Class<?> type) {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, type);
		return hints;
	}

	private static void assertBound(RuntimeHints hints, Class<?>... types) {
		for (Class<?> type : types) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(type.getSimpleName())
				.accepts(hints);
		}
	}

	interface Taker {

		Mono<Said> say(Say message);

	}

	@WebSocketEndpoint("/calls")
	static class Calls implements Taker {

		@OnOpen
		void open(WebSocketSession session, @RequestAttribute Attribute attribute) {
		}

		@Override
		@OnMessage
		public Mono<Said> say(Say message) {
			return Mono.empty();
		}

		@OnError
		Fault wrong(Exception fault) {
			return new Fault("wrong");
		}

		void ordinary() {
		}

	}

	@WebSocketEndpoint("/annotated")
	static class Annotated {

		@OnMessage
		void take(@Payload @RequestAttribute Attribute attribute) {
		}

	}

	@WebSocketEndpoint("/streams")
	static class Streams {

		@OnMessage
		Flux<Map<String, List<Said>>> all(Flux<Say[]> messages) {
			return Flux.empty();
		}

	}

	@WebSocketEndpoint("/raw")
	static class Raw {

		@OnMessage
		Mono<WebSocketMessage> raw(String text) {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint("/shapes")
	static class Shapes {

		@OnMessage
		void drawing(Drawing drawing) {
		}

	}

	@WebSocketEndpoint("/circles")
	static class Circles {

		@OnMessage
		void circle(Circle circle) {
		}

	}

	abstract static class Room<I, O> {

		@OnMessage
		Mono<Page<O>> take(I message) {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint("/rooms")
	static class Rooms extends Room<Say, Said> {

	}

	@WebSocketEndpointAdvice
	static class Advice {

		@OnError
		Mono<Fault> wrong(Exception fault) {
			return Mono.empty();
		}

	}

	record Attribute(String value) {

	}

	record Person(String name) {

	}

	record Say(Person by, String text) {

	}

	record Said(String text) {

	}

	record Fault(String text) {

	}

	record Page<T>(List<T> items) {

	}

	record Drawing(List<Shape> shapes, Colour colour) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	sealed interface Rectangle extends Shape {

	}

	record Square(int side) implements Rectangle {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Red.class), @JsonSubTypes.Type(Mixed.class) })
	interface Colour {

	}

	record Red() implements Colour {

	}

	record Mixed(List<Colour> of) implements Colour {

	}

}
