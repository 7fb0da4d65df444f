package io.github.websocketstarter.benchmarks;

import java.util.Map;

import io.github.websocketstarter.autoconfigure.WebSocketAutoConfiguration;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Echoes in all ways that are compared. With the profile "plain", and without the
 * auto-configuration of the starter, it is plain WebFlux.
 *
 * @since 0.1.0
 */
@SpringBootApplication(proxyBeanMethods = false)
public class EchoServer {

	/** Arguments for plain WebFlux. */
	static final String[] PLAIN = { "--spring.profiles.active=plain",
			"--spring.autoconfigure.exclude=" + WebSocketAutoConfiguration.class.getName() };

	static final String HANDLER = "/handler";

	static final String ANNOTATED = "/annotated";

	static final String REACTIVE = "/reactive";

	/**
	 * Start the server.
	 * @param args arguments of the application
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(EchoServer.class);
		application.addListeners(new WebServerPortFileWriter());
		application.run(args);
	}

	@Bean
	@Profile("plain")
	SimpleUrlHandlerMapping plainMapping(Handler handler) {
		return new SimpleUrlHandlerMapping(Map.of(HANDLER, handler), Ordered.HIGHEST_PRECEDENCE);
	}

	@WebSocketEndpoint(HANDLER)
	static class Handler implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.send(session.receive().doOnNext(WebSocketMessage::retain));
		}

	}

	@WebSocketEndpoint(ANNOTATED)
	static class Annotated {

		@OnMessage
		String repeat(String text) {
			return text;
		}

	}

	@WebSocketEndpoint(REACTIVE)
	static class Reactive {

		@OnMessage
		Mono<String> repeat(String text) {
			return Mono.just(text);
		}

	}

}
