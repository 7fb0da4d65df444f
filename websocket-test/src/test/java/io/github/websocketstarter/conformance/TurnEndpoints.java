package io.github.websocketstarter.conformance;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import jakarta.validation.constraints.NotBlank;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.codec.EncodingException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.validation.annotation.Validated;

/**
 * Endpoints whose calls meet the end of the connection, or each other.
 */
final class TurnEndpoints {

	private TurnEndpoints() {
	}

	/** Takes its time for each message, as long as the test wants. */
	@WebSocketEndpoint("/turn/whole")
	static class Whole {

		@OnMessage
		Mono<Long> save(Flux<String> texts, Visit visit) {
			return texts.concatMap((text) -> save(text, visit), 1).count();
		}

		static Mono<String> save(String text, Visit visit) {
			visit.enter();
			return visit.allowed().then(Mono.fromSupplier(() -> {
				visit.note(text);
				return text;
			})).doOnCancel(() -> visit.note("cancelled"));
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Answers each message for ever. */
	@WebSocketEndpoint("/turn/whole/endless")
	static class Endless {

		@OnMessage
		Flux<String> repeat(Flux<String> texts, Visit visit) {
			return texts.switchMap((text) -> Flux.<String>generate((sink) -> sink.next(text)))
				.doOnCancel(() -> visit.note("cancelled"));
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Handles each message as long as the test wants, but for those it cannot read. */
	@WebSocketEndpoint("/turn/whole/strict")
	static class Strict {

		@OnMessage
		Mono<Void> save(Flux<Item> items, Visit visit) {
			return items.concatMap((item) -> Whole.save(item.name(), visit), 1).then();
		}

		@OnError
		void any(Exception ex) throws Exception {
			throw ex;
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Fails, and tells so in more than one message. */
	@WebSocketEndpoint("/turn/whole/failing")
	static class Failing {

		@OnMessage
		Mono<String> fail(Flux<String> texts) {
			return texts.next().map((text) -> {
				throw new IllegalStateException("secret");
			});
		}

		@OnError
		Flux<String> tell(IllegalStateException ex) {
			return Flux.just("one", "two", "three").delayElements(Duration.ofMillis(10));
		}

	}

	/** Has an answer after two messages, and something that never ends. */
	@WebSocketEndpoint("/turn/whole/beside")
	static class WholeBesideStream {

		@OnOpen
		Flux<String> clock(Visit visit) {
			return Flux.<String>never().doOnCancel(() -> visit.note("stopped"));
		}

		@OnMessage
		Mono<String> count(Flux<String> texts) {
			return texts.take(2).count().map((count) -> "" + count);
		}

	}

	/** A value that cannot be written. */
	record Unwritable() {

		@JsonProperty
		String text() {
			throw new IllegalStateException("secret");
		}

	}

	/** Takes its time to tell that an answer could not be written. */
	@WebSocketEndpoint("/turn/error")
	static class SlowError {

		@OnMessage
		Mono<Unwritable> value(String text) {
			return Mono.fromCallable(Unwritable::new);
		}

		@OnError
		Mono<String> unwritable(EncodingException ex, Visit visit) {
			return visit.allowed().thenReturn("unwritable").doFirst(visit::enter).doOnTerminate(visit::leave);
		}

	}

	/** Handles every exception by throwing it again. */
	@WebSocketEndpoint("/turn/error/again")
	static class Rethrowing {

		@OnMessage
		void take(TurnEndpoints.Item item) {
		}

		@OnError
		void any(Exception ex, Visit visit) throws Exception {
			visit.note("seen");
			throw ex;
		}

	}

	record Item(String name) {

	}

	/** Fails when the test allows it. */
	@WebSocketEndpoint("/turn/error/late")
	static class LateFailure {

		@OnMessage
		void fail(String text, Visit visit) throws InterruptedException {
			visit.enter();
			visit.block();
			throw new IllegalStateException("the late one failed");
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	@WebSocketEndpoint("/turn/login")
	static class Login {

		@OnMessage
		void login(String password) {
			if (password.equals("broken")) {
				throw new AuthenticationServiceException("secret");
			}
			throw new BadCredentialsException("secret");
		}

	}

	@Validated
	@WebSocketEndpoint("/turn/validated")
	static class ValidatedTexts {

		@OnMessage
		@NotBlank
		String repeat(@NotBlank String text) {
			return text.equals("nothing") ? "" : text;
		}

	}

	/** Answers with more than a peer takes that does not read. */
	@WebSocketEndpoint(path = "/turn/lost", closeTimeout = "10s")
	static class Lost {

		private static final byte[] MUCH = new byte[8 * 1024 * 1024];

		@OnMessage
		Mono<byte[]> much(String text, Visit visit) {
			visit.enter();
			return Mono.just(MUCH);
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Makes as many calls at once as it may, however large their messages are. */
	@WebSocketEndpoint(path = "/turn/large", concurrency = 20)
	static class Large {

		@OnMessage
		Mono<Integer> size(byte[] bytes, Visit visit) {
			return visit.allowed().thenReturn(bytes.length).doFirst(visit::enter).doOnTerminate(visit::leave);
		}

	}

}
