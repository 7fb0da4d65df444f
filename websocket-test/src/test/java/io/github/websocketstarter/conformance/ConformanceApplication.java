package io.github.websocketstarter.conformance;

import java.util.Map;

import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * The server under test, with echoes written in the ways that users write them. What else
 * it does, each test says through {@link TestServer}.
 */
@SpringBootApplication
@Import(Connectors.class)
class ConformanceApplication {

	@Bean
	SimpleUrlHandlerMapping referenceEchoes() {
		WebSocketHandler zeroCopy = (session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
		WebSocketHandler text = (session) -> session
			.send(session.receive().map((message) -> session.textMessage(message.getPayloadAsText())));
		return new SimpleUrlHandlerMapping(
				Map.of(EchoTarget.ZERO_COPY.path(), zeroCopy, EchoTarget.TEXT_ONLY.path(), text), -1);
	}

	@WebSocketEndpoint(path = "/echo", name = "echo")
	static class Echo implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.send(session.receive().map((message) -> copy(session, message)));
		}

		private static WebSocketMessage copy(WebSocketSession session, WebSocketMessage message) {
			if (message.getType() == WebSocketMessage.Type.TEXT) {
				return session.textMessage(message.getPayloadAsText());
			}
			byte[] payload = new byte[message.getPayload().readableByteCount()];
			message.getPayload().read(payload);
			return session.binaryMessage((factory) -> factory.wrap(payload));
		}

	}

}
