package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the report that is printed when an application fails to start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

	@Test
	void valueOutOfItsRange(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.close-timeout=0s")).isEqualTo("""
				Description:

				'websocket.close-timeout' must be positive but is 0s.

				    Property: websocket.close-timeout
				    Value: "0s"
				    Origin: "websocket.close-timeout" from property source "commandLineArgs"

				Action:

				Correct the value of 'websocket.close-timeout'.""");
	}

	@Test
	void valueOfAnotherType(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.max-message-size=big"))
			.contains("Property: websocket.max-message-size\n    Value: \"big\"\n    Origin: ")
			.contains("'big' does not match data size pattern");
	}

	@Test
	void switchThatIsNoBoolean(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.enabled=maybe"))
			.contains("Property: websocket.enabled\n    Value: \"maybe\"\n    Origin: ")
			.contains("Invalid boolean value 'maybe'");
	}

	@Test
	void originInACommaSeparatedList(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.allowed-origins=*,app.example.com")).isEqualTo("""
				Description:

				'app.example.com' is not an origin pattern: it has no scheme such as 'https://'. An entry of \
				websocket.allowed-origins must be '*', 'same-origin', 'null', an origin such as \
				'https://app.example.com' with a port if it is not the default one, or sub-domains such as \
				'https://*.example.com'.

				    Property: websocket.allowed-origins
				    Value: "*,app.example.com"
				    Origin: "websocket.allowed-origins" from property source "commandLineArgs"

				Action:

				Correct the value of 'websocket.allowed-origins'.""");
	}

	@Test
	void originInAnIndexedList(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.allowed-origins[0]=*",
				"--websocket.allowed-origins[1]=https://app.example.com/"))
			.contains("Property: websocket.allowed-origins[1]\n    Value: \"https://app.example.com/\"\n    Origin: ");
	}

	@Test
	void endpointsWithTheSamePath(CapturedOutput output) {
		assertThat(report(output, TwoEndpoints.class)).isEqualTo("""
				Description:

				The @WebSocketEndpoint beans 'one' and 'other' have the same path '/chat'.

				Action:

				Give each endpoint a path of its own, or remove one of the two beans.""");
	}

	@Test
	void valueOfAnEndpointOutOfItsRange(CapturedOutput output) {
		assertThat(report(output, OneEndpoint.class, "--websocket.endpoints.theChat.max-fragments=0")).isEqualTo("""
				Description:

				'websocket.endpoints.thechat.max-fragments' must be at least 1 but is 0.

				    Property: websocket.endpoints.thechat.max-fragments
				    Value: "0"
				    Origin: "websocket.endpoints.theChat.max-fragments" from property source "commandLineArgs"

				Action:

				Correct the value of 'websocket.endpoints.thechat.max-fragments'.""");
	}

	@Test
	void propertyOfAnEndpointThatIsNotThere(CapturedOutput output) {
		assertThat(report(output, OneEndpoint.class, "--websocket.endpoints.the-chat.max-fragments=1",
				"--websocket.endpoints.lobby.max-fragments=1"))
			.isEqualTo("""
					Description:

					'websocket.endpoints.lobby.*' is set, but there is no @WebSocketEndpoint bean with the name 'lobby'.

					Action:

					Remove what begins with 'websocket.endpoints.lobby', or use a name that there is: 'theChat'.""");
	}

	@Test
	void propertyOfAnEndpointWithoutEndpoints(CapturedOutput output) {
		assertThat(report(output, Application.class, "--websocket.endpoints.lobby.max-fragments=1"))
			.endsWith("Remove what begins with 'websocket.endpoints.lobby': there are no @WebSocketEndpoint beans.");
	}

	@Test
	void endpointWithAnInvalidPath(CapturedOutput output) {
		assertThat(report(output, InvalidPath.class))
			.startsWith("Description:\n\nThe @WebSocketEndpoint bean 'chat' is not valid: ")
			.endsWith("Action:\n\nCorrect the attribute of its @WebSocketEndpoint annotation.");
	}

	@Test
	void methodWithAnUnknownPathVariable(CapturedOutput output) {
		assertThat(report(output, UnknownVariable.class)).isEqualTo("""
				Description:

				The @WebSocketEndpoint bean 'chat' is not valid: the method MisspelledChat.say(String, String) wants \
				the path variable 'rom', which the path '/chat/{room}' has not.

				Action:

				Add {rom} to the path, or correct the name.""");
	}

	@Test
	void validationWithoutTheLibrary(CapturedOutput output) {
		assertThat(report(output, NoValidator.class)).isEqualTo("""
				Description:

				The @WebSocketEndpoint bean 'chat' is not valid: the method ValidatedChat.say(Message) wants its \
				payload to be validated, but there is no validator for %s.

				Action:

				Add the dependency spring-boot-starter-validation, or remove @Valid."""
			.formatted(ValidatedChat.Message.class.getName()));
	}

	@Test
	void otherServer(CapturedOutput output) {
		assertThat(report(output, OtherServer.class)).isEqualTo("""
				Description:

				websocket-starter needs Reactor Netty as the server, but the server of this application is made by \
				%s.

				Action:

				Remove what brings that class and keep 'spring-boot-starter-reactor-netty', which comes with \
				'spring-boot-starter-webflux'. To run without WebSocket connections, remove 'websocket-starter' or set \
				'websocket.enabled=false'.""".formatted(OtherServerFactory.class.getName()));
	}

	private static String report(CapturedOutput output, Class<?> application, String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE);

		assertThatException().isThrownBy(() -> builder.run(arguments));

		String text = output.getOut().replace("\r\n", "\n");
		int start = text.indexOf("Description:");
		assertThat(start).as("report in: %s", text).isPositive();
		return text.substring(start).trim();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class, WebSocketAutoConfiguration.class })
	static class Application {

	}

	@Import(Application.class)
	static class OneEndpoint {

		@Bean
		Chat theChat() {
			return new Chat();
		}

	}

	@Import(Application.class)
	static class TwoEndpoints {

		@Bean
		Chat one() {
			return new Chat();
		}

		@Bean
		Chat other() {
			return new Chat();
		}

	}

	@Import(Application.class)
	static class InvalidPath {

		@Bean
		InvalidChat chat() {
			return new InvalidChat();
		}

	}

	@Import(Application.class)
	static class UnknownVariable {

		@Bean
		MisspelledChat chat() {
			return new MisspelledChat();
		}

	}

	@Import(Application.class)
	@ImportAutoConfiguration(JacksonAutoConfiguration.class)
	static class NoValidator {

		@Bean
		ValidatedChat chat() {
			return new ValidatedChat();
		}

	}

	@Import(Application.class)
	static class OtherServer {

		@Bean
		ReactiveWebServerFactory serverFactory() {
			return new OtherServerFactory();
		}

	}

	@WebSocketEndpoint("/chat")
	static class Chat implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return Mono.empty();
		}

	}

	@WebSocketEndpoint("/chat/{id")
	static class InvalidChat extends Chat {

	}

	@WebSocketEndpoint("/chat/{room}")
	static class MisspelledChat {

		@OnMessage
		String say(String text, @PathVariable String rom) {
			return text;
		}

	}

	@WebSocketEndpoint("/chat")
	static class ValidatedChat {

		@OnMessage
		void say(@Validated Message message) {
		}

		record Message(String text) {
		}

	}

}
