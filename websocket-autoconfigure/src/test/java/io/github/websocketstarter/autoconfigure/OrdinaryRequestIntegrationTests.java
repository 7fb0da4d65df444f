package io.github.websocketstarter.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.websocketstarter.autoconfigure.RawRequest.Answer;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests to the paths of an endpoint that do not ask for a WebSocket, on a
 * real port: they are the rest of the application's, and get 426 if nothing serves them.
 */
class OrdinaryRequestIntegrationTests {

	private final ReactiveWebApplicationContextRunner server;

	OrdinaryRequestIntegrationTests(@TempDir Path resources) throws IOException {
		Files.createDirectories(resources.resolve("chat"));
		Files.writeString(resources.resolve("chat/index.html"), "page");
		this.server = TestApplication.server()
			.withUserConfiguration(Chat.class)
			.withPropertyValues("spring.web.resources.static-locations=" + resources.toUri());
	}

	@Test
	void staticFileIsServed() {
		this.server.run((context) -> {
			assertThat(RawRequest.to(context).get("/chat/index.html")).isEqualTo(new Answer(200, "page"));
			assertThat(RawRequest.to(context).upgrade("/chat/index.html")).isEqualTo(Greeter.ENGINE);
		});
	}

	// HS-21
	@Test
	void fileThatIsNotThereNeedsAnUpgrade() {
		this.server.run((context) -> {
			assertThat(RawRequest.to(context).get("/chat/red").status()).isEqualTo(426);
			assertThat(RawRequest.to(context).get("/other/red").status()).isEqualTo(404);
		});
	}

	// HS-21
	@Test
	void everyPathNeedsAnUpgradeWithoutStaticResources() {
		this.server.withPropertyValues("spring.web.resources.add-mappings=false").run((context) -> {
			assertThat(RawRequest.to(context).get("/chat/index.html").status()).isEqualTo(426);
			assertThat(RawRequest.to(context).get("/other/red").status()).isEqualTo(404);
		});
	}

	@Test
	void mappingWithoutAnOrderServes() {
		this.server.withPropertyValues("spring.web.resources.add-mappings=false")
			.withUserConfiguration(Unordered.class)
			.run((context) -> {
				assertThat(RawRequest.to(context).get("/chat/own").status()).isEqualTo(202);
				assertThat(RawRequest.to(context).upgrade("/chat/own")).isEqualTo(Greeter.ENGINE);
				assertThat(RawRequest.to(context).get("/chat/red").status()).isEqualTo(426);
			});
	}

	// HS-21
	@Test
	void missingFileComesToNoExceptionHandler() {
		this.server.withUserConfiguration(Advice.class).run((context) -> {
			assertThat(RawRequest.to(context).get("/chat/red").status()).isEqualTo(426);
			assertThat(RawRequest.to(context).get("/other/red").status()).isEqualTo(409);
		});
	}

	// HS-21
	@Test
	void missingFileIsNoProblemDetail() {
		this.server.withPropertyValues("spring.webflux.problemdetails.enabled=true")
			.run((context) -> assertThat(RawRequest.to(context).get("/chat/red").status()).isEqualTo(426));
	}

	@WebSocketEndpoint("/chat/{room}")
	static class Chat extends Greeter {

	}

	@Configuration(proxyBeanMethods = false)
	static class Unordered {

		@Bean
		SimpleUrlHandlerMapping unordered() {
			WebHandler accepting = (exchange) -> {
				exchange.getResponse().setStatusCode(HttpStatus.ACCEPTED);
				return Mono.empty();
			};
			return new SimpleUrlHandlerMapping(Map.of("/chat/own", accepting));
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle(Exception any) {
		}

	}

}
