package io.github.websocketstarter.sample;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Counts messages until the client closes its half of the connection, then still sends
 * the count, and only then closes the other half. Browsers no longer show messages then,
 * therefore the reason of the Close says it too.
 */
@WebSocketEndpoint(path = "/summary", closeReply = CloseReply.MANUAL)
class Summary implements WebSocketHandler {

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		WebSocketConnection connection = WebSocketConnection.from(session);
		return connection.receive().count().flatMap((count) -> {
			String summary = "Messages received: " + count;
			return connection.sendText(summary).then(connection.close(CloseStatus.NORMAL.withReason(summary)));
		});
	}

}
