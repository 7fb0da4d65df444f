package io.github.websocketstarter.sample;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.cancellation.DisconnectToken;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends a report of ten minutes over plain HTTP and stops when its reader closes the
 * browser's tab: {@code /report/running} tells how many are being made.
 */
@RestController
class ReportController {

	private static final int LINES = 6_000;

	private static final Duration PACE = Duration.ofMillis(100);

	private final AtomicInteger running = new AtomicInteger();

	@GetMapping(path = "/report", produces = MediaType.TEXT_PLAIN_VALUE)
	Flux<String> report(DisconnectToken reader) {
		return reader.stop(Flux.interval(PACE).take(LINES))
			.map((line) -> "Line " + (line + 1) + " of " + LINES + "\n")
			.doOnSubscribe((subscription) -> this.running.incrementAndGet())
			.doFinally((signal) -> this.running.decrementAndGet());
	}

	@GetMapping("/report/running")
	int running() {
		return this.running.get();
	}

}
