package io.github.websocketstarter.sample;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.github.websocketstarter.exchange.ClientConnection;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The ways to end a client's connection, or just what is going on on it.
 */
@RestController
class ConnectionController {

	private static final Duration UPLOAD_TIME = Duration.ofSeconds(2);

	@GetMapping("/connection/reset")
	Mono<String> reset(ClientConnection connection) {
		connection.reset();
		return Mono.just("Nobody reads this.");
	}

	@GetMapping("/connection/last")
	String last(ClientConnection connection) {
		connection.disconnectAfterResponse();
		return "This connection ends with this response.";
	}

	// Gives up what is not complete in time, without ending its client's connection.
	@PostMapping("/connection/upload")
	Mono<ResponseEntity<String>> upload(@RequestBody Mono<byte[]> body, ClientConnection connection) {
		connection.timeoutAfter(UPLOAD_TIME);
		Disposable limit = connection.timedOut().onCancel(connection::cancelIo);
		return body.map((bytes) -> ResponseEntity.ok(bytes.length + " bytes"))
			.onErrorReturn(CancellationException.class,
					ResponseEntity.status(HttpStatus.REQUEST_TIMEOUT).body("Not complete within " + UPLOAD_TIME))
			.doFinally((signal) -> limit.dispose());
	}

}
