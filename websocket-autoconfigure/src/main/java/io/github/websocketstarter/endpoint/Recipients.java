package io.github.websocketstarter.endpoint;

import java.util.function.Function;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.Audience;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;

/**
 * Who gets the values of a {@link Broadcast @Broadcast} method. Immutable.
 *
 * @param audience who is meant when the method was called for a connection
 * @param type the declared type of the values
 */
record Recipients(Function<WebSocketConnection, Audience> audience, ResolvableType type) {

	/**
	 * Send values, each when the one before was handed over to all connections, so that
	 * they keep their order whatever thread they come from and nothing piles up.
	 * @param values the values
	 * @param from the connection that the method was called for
	 * @return completes when all have been handed over
	 */
	Mono<Void> send(Publisher<Object> values, WebSocketConnection from) {
		return Flux.from(values).concatMap((value) -> this.audience.apply(from).send(value, this.type), 0).then();
	}

}
