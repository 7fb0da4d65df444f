package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.Map;

import io.github.websocketstarter.codec.JacksonCodec;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What could never work fails the start, and says which method, why, and what to do.
 */
class ImpossibleMethodsTests {

	private final WebSocketAcceptor acceptor = new WebSocketAcceptor(SocketSettings.DEFAULTS,
			OriginPolicy.of(List.of()));

	@Test
	void twoMethodsForText() {
		assertRefused(ImpossibleEndpoints.TwoTexts.class, "takes TEXT messages, and so does", "@JsonTypeInfo");
	}

	@Test
	void twoObjectsWithoutTypeInfo() {
		assertRefused(ImpossibleEndpoints.TwoRecords.class, "takes TEXT messages, and so does",
				"common (sealed) interface");
	}

	@Test
	void twoMethodsForOneType() {
		assertRefused(ImpossibleEndpoints.SameTwice.class, "nothing tells which is meant", "make one method of them");
	}

	@Test
	void valueThatCannotBeSent() {
		assertRefused(ImpossibleEndpoints.ReturnsStream.class,
				"returns java.util.stream.Stream<java.lang.String>, which cannot be sent", "Return String");
	}

	@Test
	void publisherOfPublishers() {
		assertRefused(ImpossibleEndpoints.ReturnsFluxOfMono.class, "which cannot be sent", "a Mono or Flux of one");
	}

	@Test
	void unknownPathVariable() {
		assertRefused(ImpossibleEndpoints.UnknownVariable.class,
				"wants the path variable 'rom', which the path '/rooms/{room}' has not",
				"Add {rom} to the path, or correct the name.");
	}

	@Test
	void closeThatReturnsSomething() {
		assertRefused(ImpossibleEndpoints.CloseReturns.class, "cannot be sent: the connection is closed",
				"void or Mono<Void>");
	}

	@Test
	void blockingSignatureWithStream() {
		assertRefused(ImpossibleEndpoints.BlockingStream.class, "returns before it has ended", "Return a Flux");
	}

	@Test
	void monoAsPayload() {
		assertRefused(ImpossibleEndpoints.MonoPayload.class, "but a message is there when the method is called",
				"Flux of all messages");
	}

	@Test
	void streamBesideOtherMethods() {
		assertRefused(ImpossibleEndpoints.StreamAndOther.class, "takes all messages", "Remove the others");
	}

	@Test
	void twoPayloads() {
		assertRefused(ImpossibleEndpoints.TwoPayloads.class, "has two parameters that could be its payload",
				"@Payload");
	}

	@Test
	void noPayload() {
		assertRefused(ImpossibleEndpoints.NoPayload.class, "without a parameter for its payload",
				"Add a parameter for the payload.");
	}

	@Test
	void payloadWhereThereIsNone() {
		assertRefused(ImpossibleEndpoints.OpenWithPayload.class,
				"annotated with @Payload, but @OnOpen methods have none", "@OnMessage");
	}

	@Test
	void parameterThatNobodyResolves() {
		assertRefused(ImpossibleEndpoints.OpenWithText.class, "that @OnOpen methods cannot have", "@RequestParam");
	}

	@Test
	void exchangeAsParameter() {
		assertRefused(ImpossibleEndpoints.WantsExchange.class, "which ends with the handshake", "HandshakeInfo");
	}

	@Test
	void privateMethod() {
		assertRefused(ImpossibleEndpoints.PrivateMethod.class, "is private or static", "instance method");
	}

	@Test
	void staticMethod() {
		assertRefused(ImpossibleEndpoints.StaticMethod.class, "is private or static", "instance method");
	}

	@Test
	void twoOpens() {
		assertRefused(ImpossibleEndpoints.TwoOpens.class, "is an @OnOpen method, and so is",
				"Make one method of them.");
	}

	@Test
	void twoKinds() {
		assertRefused(ImpossibleEndpoints.TwoKinds.class, "is annotated with both @OnOpen and @OnMessage",
				"Make two methods of it.");
	}

	@Test
	void twoErrorsOfOneType() {
		assertRefused(ImpossibleEndpoints.TwoErrors.class, "handles IllegalStateException, and so does",
				"Remove one of them.");
	}

	@Test
	void errorWithoutException() {
		assertRefused(ImpossibleEndpoints.ErrorWithoutException.class, "without a parameter for its exception",
				"Add a parameter");
	}

	@Test
	void validationWithoutValidator() {
		assertRefused(ImpossibleEndpoints.NotValidated.class, "there is no validator for",
				"spring-boot-starter-validation");
	}

	@Test
	void validationOfElements() {
		assertRefused(ImpossibleEndpoints.ValidatedList.class, "but not its elements would be",
				"a record with the elements");
	}

	@Test
	void handlerWithMethods() {
		assertRefused(ImpossibleEndpoints.Both.class, "has annotated methods and implements", "Remove the annotations");
	}

	@Test
	void errorMethodsAlone() {
		assertRefused(ImpossibleEndpoints.ErrorsOnly.class, "has no @OnMessage, @OnOpen, @OnPong or @OnClose method",
				"Annotate a method with @OnMessage");
	}

	@Test
	void adviceWithMessages() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> find(ImpossibleEndpoints.Fine.class, ImpossibleEndpoints.Advice.class))
			.withMessageContaining("Advice.on(String)")
			.withMessageContaining("can have @OnError methods only")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Move the method to a @WebSocketEndpoint."));
	}

	@Test
	void primitiveInAdvice() {
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> find(ImpossibleEndpoints.Fine.class, ImpossibleEndpoints.AdviceWithPrimitive.class))
			.withMessageContaining("AdviceWithPrimitive.on(IllegalStateException, int)")
			.withMessageContaining("that not every request has")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Use Integer, which is null then."));
	}

	@ParameterizedTest
	@ValueSource(classes = { ImpossibleEndpoints.Fine.class, ImpossibleEndpoints.Sealed.class,
			ImpossibleEndpoints.Nested.class, ImpossibleEndpoints.Generic.class })
	void possibleMethodsStart(Class<?> endpoint) {
		assertThat(find(endpoint).paths()).isNotEmpty();
	}

	private void assertRefused(Class<?> endpoint, String fault, String remedy) {
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> find(endpoint))
			.withMessageStartingWith("The @WebSocketEndpoint bean 'impossibleEndpoints." + endpoint.getSimpleName())
			.withMessageContaining(endpoint.getSimpleName())
			.withMessageContaining(fault)
			.satisfies((ex) -> assertThat(ex.getAction()).contains(remedy));
	}

	private WebSocketEndpoints find(Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return WebSocketEndpoints.find(context, context.getEnvironment(), this.acceptor, Map.of(),
					Calls.with(new JacksonCodec(JsonMapper.shared())));
		}
	}

}
