package io.github.websocketstarter.conformance;

import java.nio.ByteBuffer;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * Endpoints that differ in what they take.
 */
final class PayloadEndpoints {

	private PayloadEndpoints() {
	}

	record Question(String text, int number) {
	}

	record Answer(String text) {
	}

	@WebSocketEndpoint("/payload/text")
	static class Text {

		@OnMessage
		String reply(String text) {
			return text + "!";
		}

	}

	@WebSocketEndpoint("/payload/length")
	static class Length {

		@OnMessage
		String length(CharSequence text) {
			return "" + text.length();
		}

	}

	@WebSocketEndpoint("/payload/both")
	static class Both {

		@OnMessage
		String text(String text) {
			return text + "!";
		}

		@OnMessage
		byte[] binary(byte[] bytes) {
			bytes[0]++;
			return bytes;
		}

	}

	@WebSocketEndpoint("/payload/byte-buffer")
	static class Bytes {

		@OnMessage
		ByteBuffer reply(ByteBuffer bytes) {
			return bytes.slice(1, bytes.remaining() - 1);
		}

	}

	/** Sends the same object to everybody. */
	@WebSocketEndpoint("/payload/byte-buffer/constant")
	static class Constant {

		private static final ByteBuffer REPLY = ByteBuffer.wrap(new byte[] { 1, 2, 3 });

		@OnMessage
		ByteBuffer reply(String text) {
			return REPLY;
		}

	}

	@WebSocketEndpoint("/payload/data-buffer")
	static class Buffer {

		@OnMessage
		DataBuffer reply(DataBuffer payload) {
			return payload;
		}

	}

	@WebSocketEndpoint("/payload/data-buffer/later")
	static class BufferLater {

		@OnMessage
		Mono<DataBuffer> reply(DataBuffer payload) {
			return Mono.just(payload).publishOn(Schedulers.parallel());
		}

	}

	/** Answers a message with the one before. */
	@WebSocketEndpoint("/payload/data-buffer/kept")
	static class BufferKept {

		private static final String KEPT = "kept";

		@OnMessage
		DataBuffer reply(DataBuffer payload, WebSocketConnection connection) {
			return (DataBuffer) connection.getAttributes().put(KEPT, DataBufferUtils.retain(payload));
		}

		@OnClose
		void release(WebSocketConnection connection) {
			DataBufferUtils.release((DataBuffer) connection.getAttributes().get(KEPT));
		}

	}

	@WebSocketEndpoint("/payload/data-buffer/ignored")
	static class BufferIgnored {

		@OnMessage
		String reply(DataBuffer payload) {
			int length = payload.readableByteCount();
			if (length == 0) {
				throw new IllegalStateException("Nothing");
			}
			return "" + length;
		}

		@OnError
		String failed(IllegalStateException ex) {
			return "nothing";
		}

	}

	@WebSocketEndpoint("/payload/json")
	static class Json {

		@OnMessage
		Answer reply(Question question) {
			return new Answer(question.text().repeat(question.number()));
		}

	}

	/** Keeps the connection when it cannot read something. */
	@WebSocketEndpoint("/payload/json/patient")
	static class PatientJson extends Json {

		@OnError
		Answer unreadable(DecodingException ex) {
			return new Answer("unreadable");
		}

	}

	@WebSocketEndpoint("/payload/json/list")
	static class JsonList {

		@OnMessage
		List<Answer> reply(List<Question> questions) {
			return questions.stream().map((question) -> new Answer(question.text())).toList();
		}

	}

	abstract static class Generic<T> {

		abstract String describe(T payload);

		@OnMessage
		String reply(T payload) {
			return describe(payload);
		}

	}

	@WebSocketEndpoint("/payload/json/generic")
	static class OfQuestion extends Generic<Question> {

		@Override
		String describe(Question question) {
			return question.text();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Shape permits Circle, Square, Triangle {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	record Triangle(int side) implements Shape {
	}

	@WebSocketEndpoint("/payload/shapes")
	static class Shapes {

		@OnMessage
		String circle(Circle circle) {
			return "circle of " + circle.radius();
		}

		@OnMessage
		Shape square(@Payload Square square) {
			return new Circle(square.side());
		}

		@OnMessage
		byte[] other(byte[] bytes) {
			return bytes;
		}

	}

	/** Has a method for what the other one leaves. */
	@WebSocketEndpoint("/payload/shapes/any")
	static class AnyShape {

		@OnMessage
		String any(Shape shape) {
			return "any " + shape.getClass().getSimpleName();
		}

		@OnMessage
		String circle(Circle circle) {
			return "circle of " + circle.radius();
		}

	}

	@WebSocketEndpoint("/payload/stream")
	static class Stream {

		@OnMessage
		Flux<Answer> reply(Flux<Question> questions) {
			return questions.flatMap((question) -> Flux.range(1, question.number())
				.map((number) -> new Answer(question.text() + number)));
		}

		@OnError
		Answer unreadable(DecodingException ex) {
			return new Answer("unreadable");
		}

	}

	/** Ends the connection after two messages. */
	@WebSocketEndpoint("/payload/stream/sum")
	static class Sum {

		@OnMessage
		Mono<String> reply(Flux<Question> questions) {
			return questions.take(2).reduce(0, (sum, question) -> sum + question.number()).map(String::valueOf);
		}

	}

	@WebSocketEndpoint("/payload/stream/buffers")
	static class BufferStream {

		@OnMessage
		Flux<DataBuffer> reply(Flux<DataBuffer> payloads) {
			return payloads.map(DataBufferUtils::retain);
		}

	}

	@WebSocketEndpoint("/payload/stream/consumer")
	static class Consumer {

		@OnMessage
		Mono<Void> take(Flux<Question> questions, Visit visit) {
			return questions.doOnNext((question) -> visit.note(question.text()))
				.doOnComplete(() -> visit.note("complete"))
				.then();
		}

		@OnError
		void unreadable(DecodingException ex, Visit visit) {
			visit.note("unreadable");
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

}
