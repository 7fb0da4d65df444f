package io.github.websocketstarter.endpoint;

import java.util.List;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Lets connections join groups before another handler begins.
 *
 * @param templates the groups
 * @param groups where they are joined
 * @param handler the other handler
 */
record MemberHandler(List<GroupTemplate> templates, WebSocketGroups groups,
		WebSocketHandler handler) implements WebSocketHandler {

	@Override
	public List<String> getSubProtocols() {
		return this.handler.getSubProtocols();
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		WebSocketConnection connection = WebSocketConnection.from(session);
		this.templates.forEach((template) -> this.groups.join(template.expand(connection), connection));
		return this.handler.handle(session);
	}

}
