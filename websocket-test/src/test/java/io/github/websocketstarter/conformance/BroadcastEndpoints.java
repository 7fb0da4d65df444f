package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.endpoint.Broadcast;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Endpoints whose methods send to many.
 */
final class BroadcastEndpoints {

	private BroadcastEndpoints() {
	}

	/** What the client asks for, by which the method is chosen. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Wish {

	}

	record Say(String text) implements Wish {
	}

	record SayLater(String text) implements Wish {
	}

	record Whisper(String text) implements Wish {
	}

	record Count(int to) implements Wish {
	}

	record Echo(String text) implements Wish {
	}

	record Buy() implements Wish {
	}

	record Nothing() implements Wish {
	}

	record Spoil() implements Wish {
	}

	record SpoilSome() implements Wish {
	}

	/** Told apart by a property that only the declared type of a list asks for. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	sealed interface Item {

	}

	record Tea(int grams) implements Item {
	}

	record Cup(String colour) implements Item {
	}

	record Value(@JsonIgnore boolean fails) {

		@JsonProperty
		String text() {
			Assert.state(!this.fails, "secret");
			return "written";
		}

	}

	@WebSocketEndpoint(path = "/broadcast/rooms/{room}", groups = { "room-{room}", "all rooms" })
	static class Rooms {

		private final WebSocketGroups groups;

		Rooms(WebSocketGroups groups) {
			this.groups = groups;
		}

		@OnOpen
		@Broadcast(group = "room-{room}", exceptSelf = true)
		Mono<String> open(@PathVariable String room, @RequestParam String name) {
			return present(room).map((present) -> name + " makes it " + present);
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		String say(Say wish) {
			return wish.text();
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		Mono<String> sayLater(SayLater wish) {
			return Mono.just(wish.text());
		}

		@OnMessage
		@Broadcast(group = "room-{room}", exceptSelf = true)
		String whisper(Whisper wish) {
			return wish.text();
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		Flux<Integer> count(Count wish) {
			return Flux.range(1, wish.to());
		}

		@OnMessage
		String echo(Echo wish) {
			return wish.text();
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		Mono<List<Item>> buy(Buy wish) {
			return Mono.just(List.of(new Tea(50), new Cup("red")));
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		String nothing(Nothing wish) {
			return null;
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		Value spoil(Spoil wish) {
			return new Value(true);
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		Flux<Value> spoilSome(SpoilSome wish) {
			return Flux.just(false, true, false).map(Value::new);
		}

		@OnMessage
		@Broadcast(group = "room-{room}")
		DataBuffer pass(DataBuffer bytes) {
			return bytes;
		}

		@OnError
		String failed(EncodingException ex) {
			return "cannot be written";
		}

		@OnClose
		@Broadcast(group = "room-{room}")
		Mono<String> close(@PathVariable String room, @RequestParam String name, CloseStatus status) {
			return present(room).map((present) -> name + " leaves " + present + " with " + status.getCode());
		}

		private Mono<Integer> present(String room) {
			return this.groups.members("room-" + room).map((presence) -> presence.members().size());
		}

	}

	@WebSocketEndpoint(path = "/broadcast/here/{place}", subProtocols = "json")
	static class Here {

		@OnMessage
		@Broadcast
		ReplyEndpoints.Said on(String text) {
			return new ReplyEndpoints.Said(text);
		}

	}

	@WebSocketEndpoint("/broadcast/strict")
	static class Strict {

		@OnMessage
		@Broadcast
		Value spoil(String text) {
			return new Value(true);
		}

	}

	@WebSocketEndpoint(path = "/broadcast/stream/{room}", groups = "stream-{room}")
	static class WholeStream {

		@OnMessage
		@Broadcast(group = "stream-{room}")
		Flux<String> upper(Flux<String> texts) {
			return texts.concatMap((text) -> Mono.just(text.toUpperCase()).delayElement(Duration.ofMillis(20)));
		}

	}

	@WebSocketEndpoint(path = "/broadcast/held/{room}", groups = "held-{room}")
	static class Held {

		@OnMessage
		@Broadcast(group = "held-{room}")
		String hold(String text, Visit visit) {
			visit.enter();
			try {
				visit.block();
			}
			catch (InterruptedException ex) {
				visit.note("interrupted");
			}
			return text;
		}

		@OnMessage
		@Broadcast(group = "held-{room}")
		Flux<String> tick(byte[] bytes, Visit visit) {
			return Flux.interval(Duration.ofMillis(10))
				.onBackpressureDrop()
				.map((tick) -> "tick")
				.doOnCancel(() -> visit.note("cancelled"));
		}

		@OnClose
		@Broadcast(group = "held-{room}")
		Flux<String> close() {
			return Flux.just("good", "bye");
		}

	}

	@WebSocketEndpoint(path = "/broadcast/listen/{room}", groups = { "room-{room}", "held-{room}", "stream-{room}" })
	static class Listener implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.receive().then();
		}

	}

}
