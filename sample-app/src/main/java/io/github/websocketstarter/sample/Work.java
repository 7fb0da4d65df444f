package io.github.websocketstarter.sample;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Starts work for each client that nobody but its disconnect token stops, however the
 * client leaves. An ordinary GET of the same path tells how much is done and how much
 * still runs.
 */
@WebSocketEndpoint("/work")
@RestController
class Work implements WebSocketHandler {

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicLong steps = new AtomicLong();

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		WebSocketConnection connection = WebSocketConnection.from(session);
		connection.disconnected().stop(work()).subscribe();
		return connection.sendText("Working until you leave; GET /work tells how far")
			.thenMany(connection.receive())
			.then();
	}

	private Flux<Long> work() {
		return Flux.interval(Duration.ofMillis(50))
			.doOnSubscribe((subscription) -> this.running.incrementAndGet())
			.doOnNext((step) -> this.steps.incrementAndGet())
			.doFinally((signal) -> this.running.decrementAndGet());
	}

	@GetMapping("/work")
	Progress progress() {
		return new Progress(this.running.get(), this.steps.get());
	}

	/**
	 * What is seen from outside.
	 *
	 * @param running for how many clients work is done
	 * @param steps how much was done so far for all
	 */
	record Progress(int running, long steps) {
	}

}
