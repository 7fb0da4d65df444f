package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ServerWebExchange;

/**
 * Endpoints that could never work, and some that could.
 */
final class ImpossibleEndpoints {

	private ImpossibleEndpoints() {
	}

	record Say(String text) {
	}

	record Go(String where) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Order {

	}

	sealed interface Urgent extends Order {

	}

	record Stop(String why) implements Urgent {
	}

	record Wait(int seconds) implements Order {
	}

	@WebSocketEndpoint("/fine")
	static class Fine {

		@OnOpen
		Mono<Void> open(WebSocketSession session, @RequestParam(defaultValue = "en") String language) {
			return Mono.empty();
		}

		@OnMessage
		Flux<Say> on(@Payload String text) {
			return Flux.empty();
		}

		@OnMessage
		byte[] on(byte[] bytes) {
			return bytes;
		}

		@OnError
		String failed(Exception ex) {
			return "no";
		}

		@OnClose
		void close(CloseStatus status) {
		}

	}

	@WebSocketEndpoint("/sealed")
	static class Sealed {

		@OnMessage
		void on(Stop stop) {
		}

		@OnMessage
		void on(Wait wait) {
		}

	}

	@WebSocketEndpoint("/nested")
	static class Nested {

		@OnMessage
		void on(Order order) {
		}

		@OnMessage
		void on(Urgent urgent) {
		}

		@OnMessage
		void on(Stop stop) {
		}

	}

	abstract static class Base<T> {

		@OnMessage
		T on(T value) {
			return value;
		}

	}

	@WebSocketEndpoint("/generic")
	static class Generic extends Base<Say> {

	}

	@WebSocketEndpoint("/bad")
	static class TwoTexts {

		@OnMessage
		void one(String text) {
		}

		@OnMessage
		void other(Say say) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class TwoRecords {

		@OnMessage
		void say(Say say) {
		}

		@OnMessage
		void go(Go go) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class SameTwice {

		@OnMessage
		void one(String text) {
		}

		@OnMessage
		void other(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class ReturnsStream {

		@OnMessage
		Stream<String> on(String text) {
			return Stream.of(text);
		}

	}

	@WebSocketEndpoint("/bad")
	static class ReturnsFluxOfMono {

		@OnMessage
		Flux<Mono<String>> on(String text) {
			return Flux.empty();
		}

	}

	@WebSocketEndpoint("/rooms/{room}")
	static class UnknownVariable {

		@OnMessage
		void on(String text, @PathVariable String rom) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class CloseReturns {

		@OnClose
		String bye() {
			return "bye";
		}

	}

	@WebSocketEndpoint("/bad")
	static class BlockingStream {

		@OnMessage
		void on(Flux<String> texts) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class MonoPayload {

		@OnMessage
		Mono<Void> on(Mono<String> text) {
			return text.then();
		}

	}

	@WebSocketEndpoint("/bad")
	static class StreamAndOther {

		@OnMessage
		Flux<String> all(Flux<String> texts) {
			return texts;
		}

		@OnMessage
		void bytes(byte[] bytes) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class TwoPayloads {

		@OnMessage
		void on(Say say, Go go) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class NoPayload {

		@OnMessage
		void on(WebSocketSession session) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class OpenWithPayload {

		@OnOpen
		void open(@Payload String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class OpenWithText {

		@OnOpen
		void open(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class WantsExchange {

		@OnOpen
		void open(ServerWebExchange exchange) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class PrivateMethod {

		@OnMessage
		private void on(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class StaticMethod {

		@OnMessage
		static void on(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class TwoOpens {

		@OnOpen
		void one() {
		}

		@OnOpen
		void other() {
		}

	}

	@WebSocketEndpoint("/bad")
	static class TwoKinds {

		@OnOpen
		@OnMessage
		void on(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class TwoErrors {

		@OnMessage
		void on(String text) {
		}

		@OnError
		void one(IllegalStateException ex) {
		}

		@OnError
		void other(IllegalStateException ex) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class ErrorWithoutException {

		@OnMessage
		void on(String text) {
		}

		@OnError
		void failed(WebSocketSession session) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class NotValidated {

		@OnMessage
		void on(@Validated Say say) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class ValidatedList {

		@OnMessage
		void on(@Validated List<Say> all) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class Both implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return Mono.empty();
		}

		@OnMessage
		void on(String text) {
		}

	}

	@WebSocketEndpoint("/bad")
	static class ErrorsOnly {

		@OnError
		void failed(Exception ex) {
		}

	}

	@WebSocketEndpointAdvice
	static class Advice {

		@OnMessage
		void on(String text) {
		}

	}

	@WebSocketEndpointAdvice
	static class AdviceWithPrimitive {

		@OnError
		String on(IllegalStateException ex, @PathVariable int id) {
			return "id " + id;
		}

	}

}
