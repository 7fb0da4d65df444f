package io.github.websocketstarter.integration;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Types that only reflection knows: messages, what they consist of, and replies.
 */
@WebSocketEndpoint("/shapes")
class Shapes {

	@OnMessage
	Area circle(Circle circle) {
		return new Area("circle", 3 * circle.radius() * circle.radius());
	}

	@OnMessage
	Mono<Area> square(Square square) {
		return Mono.just(new Area("square", square.side() * square.side()));
	}

	@OnMessage
	Flux<Area> drawing(Drawing drawing) {
		return Flux.fromIterable(drawing.squares()).map((square) -> new Area("part", square.side() * square.side()));
	}

	@OnError
	Fault wrong(IllegalArgumentException fault) {
		return new Fault(String.valueOf(fault.getMessage()));
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {

		Circle {
			if (radius < 0) {
				throw new NegativeRadiusException();
			}
		}

	}

	record Square(int side) implements Shape {

	}

	record Drawing(List<Square> squares) implements Shape {

	}

	record Area(String of, int size) {

	}

	record Fault(String text) {

	}

	static final class NegativeRadiusException extends IllegalArgumentException {

		NegativeRadiusException() {
			super("A radius is not negative");
		}

	}

}
