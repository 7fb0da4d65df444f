package io.github.websocketstarter.sample;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Rooms to chat in. All who are there hear who comes, what is said, and who goes.
 */
@WebSocketEndpoint("/rooms/{room:[a-z0-9-]{1,20}}")
class Chat {

	// A room is who is in it, so an empty one needs no removal.
	private final Map<WebSocketConnection, Member> members = new ConcurrentHashMap<>();

	@OnOpen
	Flux<News> join(@PathVariable String room, @RequestParam Name name, WebSocketConnection connection) {
		return Flux.<News>create((inbox) -> {
			this.members.put(connection, new Member(room, name.text(), inbox));
			tell(room, "joined", name, "");
		}).onBackpressureBuffer(100, BufferOverflowStrategy.DROP_OLDEST);
	}

	@OnMessage
	void say(@Valid Say message, @PathVariable String room, @RequestParam Name name) {
		tell(room, "said", name, message.text());
	}

	@OnClose
	void leave(@PathVariable String room, @RequestParam Name name, WebSocketConnection connection) {
		this.members.remove(connection);
		tell(room, "left", name, "");
	}

	// One at a time, so that the last news tells who is there now.
	private synchronized void tell(String room, String event, Name name, String text) {
		List<Member> there = this.members.values().stream().filter((member) -> member.room().equals(room)).toList();
		News news = new News(event, name.text(), text, there.stream().map(Member::name).sorted().toList());
		there.forEach((member) -> member.inbox().next(news));
	}

	record Say(@NotBlank @Size(max = 500) String text) {
	}

	record News(String event, String name, String text, List<String> present) {
	}

	record Name(String text) {

		public Name {
			Assert.isTrue(text.matches("[\\p{L}\\p{N}]{1,20}"), "A name is 1 to 20 letters and digits");
		}

	}

	private record Member(String room, String name, FluxSink<News> inbox) {
	}

}
