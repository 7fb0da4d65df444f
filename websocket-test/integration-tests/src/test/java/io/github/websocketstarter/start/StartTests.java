package io.github.websocketstarter.start;

import io.github.websocketstarter.endpoint.InvalidEndpointException;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class StartTests {

	// Access rules

	@Test
	void accessRuleOfAMethodThatMayBlockFailsTheStart() {
		assertInvalid("the method Blocking.secret(String) has the access rule @PreAuthorize, which "
				+ "@EnableReactiveMethodSecurity can check only for methods that return a Mono, a Flux or "
				+ "another Publisher", "Return Mono or Flux", Blocking.class, Guards.class);
	}

	@Test
	void accessRuleOfTheClassCountsForItsMethods() {
		assertInvalid("the method GuardedClass.secret(String) has the access rule", "SecurityWebFilterChain",
				GuardedClass.class, Guards.class);
	}

	@Test
	void accessRuleThatNobodyChecksDoesNotFailTheStart() {
		start(Blocking.class).close();
	}

	@Test
	void accessRuleOfAMethodThatReturnsAPublisherIsValid() {
		start(Reactive.class, Guards.class).close();
	}

	// Kotlin

	@Test
	void suspendingFunctionThatReturnsADeferredFailsTheStart() {
		assertInvalid("the method Later.later(String) is a suspending function that returns a Deferred",
				"Let it return the value itself", Later.class);
	}

	@Test
	void suspendingCloseFunctionThatReturnsAValueFailsTheStart() {
		assertInvalid("which cannot be sent: the connection is closed", "return void", Closing.class);
	}

	@Test
	void ordinaryFunctionThatTakesAFlowFailsTheStart() {
		assertInvalid("takes a stream of messages but returns before it has ended", "Return a Flux", Collecting.class);
	}

	@Test
	void suspendingFunctionThatTakesAFlowIsValid() {
		start(Suspending.class).close();
	}

	private static void assertInvalid(String message, String action, Class<?>... components) {
		assertThatException().isThrownBy(() -> start(components).close()).satisfies((ex) -> {
			InvalidEndpointException cause = cause(ex);
			assertThat(cause).hasMessageContaining(message);
			assertThat(cause.getAction()).contains(action);
		});
	}

	private static InvalidEndpointException cause(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidEndpointException found) {
				return found;
			}
		}
		throw new AssertionError("Another exception", thrown);
	}

	private static ConfigurableApplicationContext start(Class<?>... components) {
		return new SpringApplicationBuilder(Application.class).sources(components)
			.run("--server.port=0", "--server.shutdown=immediate", "--spring.main.banner-mode=off");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class Guards {

	}

	@WebSocketEndpoint("/blocking")
	static class Blocking {

		@OnMessage
		@PreAuthorize("hasRole('STAFF')")
		String secret(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/guarded")
	@PreAuthorize("hasRole('STAFF')")
	static class GuardedClass {

		@OnMessage
		String secret(String text) {
			return text;
		}

	}

	@WebSocketEndpoint("/reactive")
	static class Reactive {

		@OnMessage
		@PreAuthorize("hasRole('STAFF')")
		Mono<String> secret(String text) {
			return Mono.just(text);
		}

	}

}
