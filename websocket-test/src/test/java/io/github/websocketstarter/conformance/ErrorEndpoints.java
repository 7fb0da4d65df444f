package io.github.websocketstarter.conformance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.OnPong;
import io.github.websocketstarter.endpoint.UnsupportedMessageException;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import io.github.websocketstarter.endpoint.WebSocketEndpointAdvice;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.FieldError;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Endpoints that fail, and what handles it.
 */
final class ErrorEndpoints {

	private ErrorEndpoints() {
	}

	/** Handled by two advices. */
	static class SharedException extends RuntimeException {

	}

	/** Handled by the second advice, and as its supertype by the first one. */
	static class SpecialException extends SharedException {

	}

	/** Handled by the second advice only. */
	static class SecondException extends Exception {

	}

	@WebSocketEndpointAdvice
	@Order(2)
	static class SecondAdvice {

		@OnError
		String shared(SharedException ex) {
			return "second";
		}

		@OnError
		String special(SpecialException ex) {
			return "second special";
		}

		@OnError
		Mono<String> second(SecondException ex, WebSocketConnection connection, Visit visit) {
			visit.note(connection.isOpen() ? "open" : "closed");
			return Mono.just("only second");
		}

		@OnError
		String local(IOException ex) {
			return "never: the endpoint has one";
		}

	}

	@WebSocketEndpointAdvice
	@Order(1)
	static class FirstAdvice {

		@OnError
		String shared(SharedException ex) {
			return "first";
		}

	}

	/** Throws what the message says, in the way that it says. */
	@WebSocketEndpoint("/error/{name}")
	static class Failing {

		@OnMessage
		Object fail(byte[] how, WebSocketConnection connection) throws Exception {
			throw exception(how[0]);
		}

		private static Exception exception(int kind) {
			return switch (kind) {
				case 'f' -> new FileNotFoundException("secret");
				case 'i' -> new IOException("secret");
				case 'a' -> new IllegalArgumentException("secret");
				case 'h' -> new SharedException();
				case 'p' -> new SpecialException();
				case 's' -> new SecondException();
				case 'd' -> new AccessDeniedException("secret");
				case 'o' -> new UnsupportedOperationException("secret");
				case 'n' -> new NullPointerException("secret");
				case 'e' -> throw new ExceptionInInitializerError("secret");
				default -> new IllegalStateException("secret");
			};
		}

		@OnMessage
		Flux<String> stream(String how) {
			Flux<String> values = Flux.just("one", "two");
			if (how.startsWith("mono ")) {
				return values.take(1).concatWith(Mono.error(() -> exception(how.charAt(5))));
			}
			if (how.startsWith("throw ")) {
				throw new IllegalStateException(exception(how.charAt(6)));
			}
			return values.concatWith(Flux.error(() -> exception(how.charAt(0))));
		}

		@OnError
		String fileNotFound(FileNotFoundException ex, @PathVariable String name) {
			return "not found " + name;
		}

		@OnError
		Flux<String> io(IOException ex) {
			return Flux.just("io", "io");
		}

		@OnError
		void argument(IllegalArgumentException ex, Visit visit) {
			visit.note("argument");
		}

		@OnError
		String failsItself(UnsupportedOperationException ex) throws IOException {
			throw new IOException("secret");
		}

		@OnError
		Mono<String> failsItself(NullPointerException ex) {
			return Mono.error(new IOException("secret"));
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Fails with its first call, but for one visitor. */
	@WebSocketEndpoint("/error/open/{name}")
	static class FailingOpen {

		@OnOpen
		Mono<String> open(@PathVariable String name) {
			return name.equals("handled") ? Mono.error(new IOException("secret"))
					: Mono.error(new IllegalStateException("secret"));
		}

		@OnMessage
		String message(String text) {
			return text;
		}

		@OnError
		String io(IOException ex) {
			return "io";
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	@WebSocketEndpoint("/error/pong")
	static class FailingPong {

		@OnPong
		void pong(byte[] payload) throws IOException {
			throw new IOException("secret");
		}

		@OnError
		String io(IOException ex) {
			return "io";
		}

		@OnError
		String unsupported(UnsupportedMessageException ex) {
			return "no method for " + ex.getType();
		}

	}

	@WebSocketEndpoint("/error/close")
	static class FailingClose {

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
			throw new IllegalStateException("the last one failed");
		}

	}

	/** A value that cannot be written. */
	record Unwritable() {

		@JsonProperty
		String text() {
			throw new IllegalStateException("secret");
		}

	}

	@WebSocketEndpoint("/error/value")
	static class UnwritableValue {

		@OnMessage
		Unwritable value(String text) {
			return new Unwritable();
		}

	}

	record Purchase(@NotBlank String item, @Min(1) int count, @Max(groups = Small.class, value = 3) int weight) {
	}

	interface Small {

	}

	@WebSocketEndpoint("/error/valid")
	static class Shop {

		@OnMessage
		String buy(@Valid Purchase purchase) {
			return purchase.item();
		}

	}

	@WebSocketEndpoint("/error/valid/small")
	static class SmallShop {

		@OnMessage
		String buy(@Validated(Small.class) Purchase purchase) {
			return purchase.item();
		}

	}

	@WebSocketEndpoint("/error/valid/patient")
	static class PatientShop extends Shop {

		@OnError
		List<String> invalid(MethodArgumentNotValidException ex) {
			return ex.getFieldErrors().stream().map(FieldError::getField).sorted().toList();
		}

	}

	@WebSocketEndpoint("/error/valid/stream")
	static class StreamShop {

		@OnMessage
		Flux<String> buy(@Valid Flux<Purchase> purchases) {
			return purchases.map(Purchase::item);
		}

		@OnError
		List<String> invalid(MethodArgumentNotValidException ex) {
			return ex.getFieldErrors().stream().map(FieldError::getField).sorted().toList();
		}

	}

	@WebSocketEndpoint("/error/valid/stream/strict")
	static class StrictStreamShop {

		@OnMessage
		Flux<String> buy(@Valid Flux<Purchase> purchases) {
			return purchases.map(Purchase::item);
		}

	}

}
