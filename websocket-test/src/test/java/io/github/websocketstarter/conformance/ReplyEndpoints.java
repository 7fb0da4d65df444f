package io.github.websocketstarter.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.codec.MessageDecoder;
import io.github.websocketstarter.codec.MessageEncoder;
import io.github.websocketstarter.codec.WebSocketCodec;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Endpoints that differ in what they return.
 */
final class ReplyEndpoints {

	private ReplyEndpoints() {
	}

	record Said(String what) {
	}

	/** What the client asks for, by which the method is chosen. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Wish {

	}

	record Value() implements Wish {
	}

	record Text() implements Wish {
	}

	record Bytes() implements Wish {
	}

	record Buffer() implements Wish {
	}

	record Message() implements Wish {
	}

	record Anything(boolean binary) implements Wish {
	}

	record InMono() implements Wish {
	}

	record InFlux() implements Wish {
	}

	record InPublisher() implements Wish {
	}

	record InFuture() implements Wish {
	}

	record InFlow() implements Wish {
	}

	record MessageInMono() implements Wish {
	}

	record Nothing() implements Wish {
	}

	record Null() implements Wish {
	}

	record NothingInMono() implements Wish {
	}

	record EmptyMono() implements Wish {
	}

	record NullInFuture() implements Wish {
	}

	record NothingInFlux() implements Wish {
	}

	@WebSocketEndpoint("/reply")
	static class Replies {

		@OnMessage
		Said value(Value wish) {
			return new Said("value");
		}

		@OnMessage
		String text(Text wish) {
			return "text";
		}

		@OnMessage
		byte[] bytes(Bytes wish) {
			return new byte[] { 1 };
		}

		@OnMessage
		DataBuffer buffer(Buffer wish, WebSocketConnection connection) {
			return connection.bufferFactory().allocateBuffer(1).write((byte) 2);
		}

		@OnMessage
		WebSocketMessage message(Message wish, WebSocketConnection connection) {
			return connection.pingMessage((buffers) -> buffers.wrap("ping".getBytes(StandardCharsets.UTF_8)));
		}

		@OnMessage
		Object anything(Anything wish) {
			return wish.binary() ? new byte[] { 3 } : Map.of("any", "thing");
		}

		@OnMessage
		Mono<Said> inMono(InMono wish) {
			return Mono.just(new Said("mono"));
		}

		@OnMessage
		Flux<Said> inFlux(InFlux wish) {
			return Flux.just("one", "two", "three").map(Said::new);
		}

		@OnMessage
		Publisher<String> inPublisher(InPublisher wish) {
			return Flux.just("four", "five");
		}

		@OnMessage
		CompletableFuture<Said> inFuture(InFuture wish) {
			return CompletableFuture.supplyAsync(() -> new Said("future"));
		}

		@OnMessage
		Flow.Publisher<Said> inFlow(InFlow wish) {
			return JdkFlowAdapter.publisherToFlowPublisher(Flux.just(new Said("flow")));
		}

		@OnMessage
		Mono<WebSocketMessage> messageInMono(MessageInMono wish, WebSocketConnection connection) {
			return Mono.fromSupplier(() -> connection.textMessage("message"));
		}

		@OnMessage
		void nothing(Nothing wish, Visit visit) {
			visit.enter();
		}

		@OnMessage
		Said nothing(Null wish, Visit visit) {
			visit.enter();
			return null;
		}

		@OnMessage
		Mono<Void> nothing(NothingInMono wish, Visit visit) {
			return Mono.fromRunnable(visit::enter);
		}

		@OnMessage
		Mono<Said> nothing(EmptyMono wish, Visit visit) {
			return Mono.fromRunnable(visit::enter);
		}

		@OnMessage
		CompletableFuture<Said> nothing(NullInFuture wish, Visit visit) {
			visit.enter();
			return CompletableFuture.completedFuture(null);
		}

		@OnMessage
		Flux<Void> nothing(NothingInFlux wish, Visit visit) {
			return Flux.<Void>empty().doOnComplete(visit::enter);
		}

	}

	/** Greets, and does not wait for what it has to say. */
	@WebSocketEndpoint("/reply/greeting")
	static class Greeting {

		@OnOpen
		Flux<String> greet() {
			return Flux.just("hello").concatWith(Flux.never());
		}

		@OnMessage
		String reply(String text) {
			return text;
		}

	}

	record Reading(String place, int degrees) {
	}

	@WebSocketEndpoint(path = "/reply/reading", subProtocols = { "csv", "json" })
	static class Readings {

		@OnMessage
		Mono<Reading> warmer(Reading reading) {
			return Mono.just(new Reading(reading.place(), reading.degrees() + 1));
		}

	}

	/** Comma-separated values, where they were agreed. */
	@Component
	@Order(0)
	static class Csv implements WebSocketCodec {

		@Override
		public MessageDecoder decoder(ResolvableType type, WebSocketMessage.Type message, String subProtocol) {
			if (!"csv".equals(subProtocol) || type.toClass() != Reading.class) {
				return null;
			}
			return (payload) -> read(payload.toString(StandardCharsets.UTF_8).split(","));
		}

		private static Reading read(String[] values) {
			try {
				return new Reading(values[0], Integer.parseInt(values[1]));
			}
			catch (RuntimeException ex) {
				throw new DecodingException("No reading", ex);
			}
		}

		@Override
		public MessageEncoder encoder(ResolvableType type, String subProtocol) {
			if (!"csv".equals(subProtocol) || type.toClass() != Reading.class) {
				return null;
			}
			return (value, buffers) -> {
				Reading reading = (Reading) value;
				byte[] bytes = (reading.place() + "," + reading.degrees()).getBytes(StandardCharsets.UTF_8);
				return new WebSocketMessage(WebSocketMessage.Type.TEXT, buffers.wrap(bytes));
			};
		}

	}

}
