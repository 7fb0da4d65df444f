package io.github.websocketstarter.conformance;

import java.time.Duration;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.endpoint.OnClose;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.OnPong;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * Endpoints that differ in how long their methods take, and where they run.
 */
final class CallEndpoints {

	/** Long enough for a few to fill all buffers between the server and a client. */
	static final int LARGE = 64 * 1024;

	private CallEndpoints() {
	}

	/**
	 * Text is handled by a method that may block, binary messages by one that does not.
	 */
	@WebSocketEndpoint("/call")
	static class Both {

		@OnMessage
		String text(String text, Visit visit) {
			visit.enter();
			Thread.yield();
			visit.leave();
			return text;
		}

		@OnMessage
		Mono<byte[]> binary(byte[] bytes, Visit visit) {
			Mono<byte[]> reply = Mono.just(bytes);
			// Some complete at once, some later.
			Mono<byte[]> later = (bytes[0] % 3 == 0) ? reply : reply.publishOn(Schedulers.parallel());
			return later.doFirst(visit::enter).doOnTerminate(visit::leave);
		}

	}

	@WebSocketEndpoint(path = "/call/overlapping", concurrency = 3)
	static class Overlapping {

		@OnMessage
		String text(String text, Visit visit) throws InterruptedException {
			visit.enter();
			try {
				visit.block();
				return text;
			}
			finally {
				visit.leave();
			}
		}

		@OnMessage
		Mono<byte[]> binary(byte[] bytes, Visit visit) {
			return visit.allowed().thenReturn(bytes).doFirst(visit::enter).doOnTerminate(visit::leave);
		}

	}

	/** Says where each of its methods runs. */
	@WebSocketEndpoint("/call/threads")
	static class Threads {

		@OnOpen
		void open(Visit visit) {
			note(visit, "open");
		}

		@OnMessage
		String message(String text, Visit visit) {
			note(visit, "message");
			if (text.isEmpty()) {
				throw new IllegalArgumentException();
			}
			return text;
		}

		@OnPong
		void pong(Visit visit) {
			note(visit, "pong");
		}

		@OnError
		String error(IllegalArgumentException ex, Visit visit) {
			note(visit, "error");
			return "error";
		}

		@OnClose
		void close(Visit visit) {
			note(visit, "close");
		}

		private static void note(Visit visit, String what) {
			visit.note(what + (Schedulers.isInNonBlockingThread() ? " on an event loop" : ""));
		}

	}

	@WebSocketEndpoint("/call/thread-name")
	static class ThreadName {

		@OnMessage
		String name(String text) {
			Thread thread = Thread.currentThread();
			return thread.getThreadGroup().getName() + " " + thread.getName();
		}

	}

	@WebSocketEndpoint("/call/blocked")
	static class Blocked {

		@OnOpen
		void open(DisconnectToken left, Visit visit) {
			left.onCancel(() -> visit.note("left"));
		}

		@OnMessage
		String reply(String text, Visit visit) throws InterruptedException {
			visit.enter();
			try {
				visit.block();
				visit.note("done");
				return text;
			}
			catch (InterruptedException ex) {
				visit.note("interrupted");
				throw ex;
			}
			finally {
				visit.leave();
			}
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed" + (Thread.currentThread().isInterrupted() ? " while interrupted" : ""));
		}

	}

	@WebSocketEndpoint("/call/slow")
	static class Slow {

		static final Duration TIME = Duration.ofMillis(200);

		@OnMessage
		String reply(String text, Visit visit) throws InterruptedException {
			visit.blockFor(TIME);
			return text;
		}

	}

	/** Sends more than it gets. */
	@WebSocketEndpoint("/call/large")
	static class Large {

		@OnMessage
		String text(String text, Visit visit) {
			visit.enter();
			visit.leave();
			return "x".repeat(LARGE);
		}

		@OnMessage
		Mono<byte[]> binary(byte[] bytes, Visit visit) {
			visit.enter();
			visit.leave();
			return Mono.just(new byte[LARGE]);
		}

	}

	/** Sends without end. */
	@WebSocketEndpoint("/call/endless")
	static class Endless {

		@OnMessage
		Flux<String> text(String text, Visit visit) {
			return Flux.generate((SynchronousSink<String> sink) -> {
				visit.enter();
				sink.next("x".repeat(LARGE));
			}).doOnCancel(() -> visit.note("cancelled"));
		}

	}

	@WebSocketEndpoint(path = "/call/streams", maxStreams = 2)
	static class Streams {

		@OnMessage
		Flux<String> text(String text, Visit visit) {
			Flux<String> reply = Flux.just(text);
			return (text.startsWith("short") ? reply : reply.concatWith(Flux.never()))
				.doOnCancel(() -> visit.note("cancelled"));
		}

		@OnMessage
		Mono<String> binary(byte[] bytes, Visit visit) {
			visit.enter();
			return Mono.<String>never().doOnCancel(() -> visit.note("cancelled"));
		}

		@OnClose
		void close(Visit visit) {
			visit.note("closed");
		}

	}

	/** Waits for what it does with its own connection. */
	@WebSocketEndpoint("/call/nested")
	static class Nested {

		@OnMessage
		String text(String text, WebSocketConnection connection, Visit visit) {
			if (text.equals("close")) {
				connection.close(new CloseStatus(4000)).block(TestServer.TIMEOUT);
				visit.note("closed");
				return "too late";
			}
			connection.sendText(text).block(TestServer.TIMEOUT);
			return connection.ping().map((time) -> "pong").block(TestServer.TIMEOUT);
		}

	}

}
