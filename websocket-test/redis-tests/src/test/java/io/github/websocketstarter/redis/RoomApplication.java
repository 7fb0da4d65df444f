package io.github.websocketstarter.redis;

import java.security.Principal;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.WebFilter;

/**
 * Rooms, whose connections are sent to by the tests. Believes everybody who he is.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class RoomApplication {

	@Bean
	WebFilter believer() {
		return (exchange, chain) -> {
			String user = exchange.getRequest().getHeaders().getFirst("User");
			return chain.filter(
					(user != null) ? exchange.mutate().principal(Mono.<Principal>just(() -> user)).build() : exchange);
		};
	}

	@WebSocketEndpoint(path = "/rooms/{room}", groups = "{room}")
	static class Rooms implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.receive().doOnNext(WebSocketMessage::getPayloadAsText).then();
		}

	}

	@WebSocketEndpoint(path = "/others", name = "others")
	static class Others extends Rooms {

	}

}
