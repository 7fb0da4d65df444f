package io.github.websocketstarter.conformance;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Ordinary requests that take as many milliseconds as their query says.
 */
@RestController
class SlowController {

	@GetMapping("/slow")
	Mono<String> slow(ServerWebExchange exchange) {
		return Mono.delay(time(exchange)).thenReturn("slow");
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream(ServerWebExchange exchange) {
		return Flux.just("first").concatWith(Mono.delay(time(exchange)).thenReturn("last"));
	}

	@PostMapping("/body")
	Mono<String> body(@RequestBody Mono<String> body) {
		return body;
	}

	private static Duration time(ServerWebExchange exchange) {
		return Duration.ofMillis(Long.parseLong(exchange.getRequest().getURI().getQuery()));
	}

}
