package io.github.websocketstarter.sample;

import java.util.List;

import io.github.websocketstarter.broadcast.GroupMember;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.endpoint.Broadcast;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Rooms to chat in. All who are there hear who comes, what is said, and who goes,
 * whatever instance of the application they are connected to.
 */
@WebSocketEndpoint(path = "/rooms/{room:[a-z0-9-]{1,20}}", groups = "{room}")
class Chat {

	private final WebSocketGroups rooms;

	Chat(WebSocketGroups rooms) {
		this.rooms = rooms;
	}

	@OnOpen
	@Broadcast(group = "{room}")
	Mono<Move> join(@PathVariable String room, @RequestParam Name name) {
		return present(room).map((present) -> new Move("joined", name.text(), present));
	}

	@OnMessage
	@Broadcast(group = "{room}")
	Remark say(@Valid Say message, @RequestParam Name name) {
		return new Remark("said", name.text(), message.text());
	}

	@OnClose
	@Broadcast(group = "{room}")
	Mono<Move> leave(@PathVariable String room, @RequestParam Name name) {
		return present(room).map((present) -> new Move("left", name.text(), present));
	}

	private Mono<List<String>> present(String room) {
		return this.rooms.members(room)
			.map((there) -> there.members().stream().map(GroupMember::user).sorted().toList());
	}

	record Say(@NotBlank @Size(max = 500) String text) {
	}

	record Remark(String event, String name, String text) {
	}

	record Move(String event, String name, List<String> present) {
	}

}
