package io.github.websocketstarter.integration;

import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Endpoints whose bean's type does not show the annotation, or is a proxy's.
 */
@Configuration(proxyBeanMethods = false)
class HiddenEndpoints {

	@Bean
	WebSocketHandler echo() {
		@WebSocketEndpoint("/echo")
		class Echo implements WebSocketHandler {

			@Override
			public Mono<Void> handle(WebSocketSession session) {
				return session.send(session.receive().doOnNext(WebSocketMessage::retain));
			}

		}
		return new Echo();
	}

	@WebSocketEndpoint("/scoped")
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped {

		private int calls;

		@OnMessage
		String count(String text) {
			this.calls++;
			return text + " " + this.calls;
		}

	}

}
