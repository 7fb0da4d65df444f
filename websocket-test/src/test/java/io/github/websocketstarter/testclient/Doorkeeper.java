package io.github.websocketstarter.testclient;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Refuses in the manner of WebFlux.
 */
@RestController
class Doorkeeper {

	@GetMapping("/full")
	String full() {
		throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "No room left für dich");
	}

}
