package io.github.websocketstarter.broadcast;

import java.nio.ByteBuffer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries messages between the instances of an application, so that what is sent to an
 * {@link Audience} reaches the connections of all of them. Declare a bean of this type to
 * use a broker of your own; with {@code websocket.backplane.redis.enabled=true} there is
 * one for Redis, and without any, each instance is by itself.
 * <p>
 * The messages are opaque. Delivery is at most once: what cannot be carried now is
 * dropped, never kept for later. Whoever uses the backplane drops what was carried twice
 * and what comes back to its sender, so an implementation may do both. Thread-safe.
 *
 * @since 0.1.0
 */
public interface Backplane {

	/**
	 * Carry a message to all other instances.
	 * @param message the message; its content must not be changed, and it is not changed
	 * by the caller
	 * @return completes when the broker has taken the message; fails if it is away, and
	 * with {@link java.util.concurrent.RejectedExecutionException} if too many messages
	 * are on their way. Nothing is carried before subscription. Must neither block nor
	 * wait for a broker that is away
	 */
	Mono<Void> publish(ByteBuffer message);

	/**
	 * Receive the messages of other instances. Has one subscriber, which asks for all.
	 * @return the messages, of each instance in their order; must go on by itself when
	 * the broker comes back, and completes or fails never
	 */
	Flux<ByteBuffer> messages();

}
