package io.github.websocketstarter.sample;

import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.WebSocketEndpointAdvice;

import org.springframework.core.codec.DecodingException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;

/**
 * Tells clients of all annotated endpoints what was wrong with a message, where the
 * endpoint does not do so itself. Their connections stay open.
 */
@WebSocketEndpointAdvice
class Mistakes {

	@OnError
	Mistake malformed(DecodingException failure) {
		return new Mistake("This is not the JSON that is expected here");
	}

	@OnError
	Mistake invalid(MethodArgumentNotValidException failure) {
		FieldError first = failure.getFieldErrors().get(0);
		return new Mistake("'" + first.getField() + "' " + first.getDefaultMessage());
	}

	record Mistake(String error) {
	}

}
