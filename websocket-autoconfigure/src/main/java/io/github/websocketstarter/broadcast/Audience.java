package io.github.websocketstarter.broadcast;

import java.util.List;

import io.github.websocketstarter.WebSocketConnection;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Connections to which messages are sent: described, not listed, so who is meant is
 * decided with every message. Immutable, safe for use by several threads.
 * <p>
 * A message is encoded once for all who use the same codec, and compressed once for all
 * who agreed about the same compression. Sending waits for no peer: where one is slow,
 * {@code websocket.outbound.overflow} decides what becomes of the message. Messages of
 * one thread reach each connection in their order, among each other and among those that
 * the thread sends on the connection itself.
 * <p>
 * With a {@link Backplane}, the connections of all instances are meant: those of others
 * are sent to at most once each, and without notice.
 *
 * @since 0.1.0
 */
public interface Audience {

	/**
	 * Leave out some connections.
	 * @param connections the connections
	 * @return these connections without those
	 */
	Audience except(WebSocketConnection... connections);

	/**
	 * Return the connections of this instance.
	 * @return a copy, in no particular order
	 */
	List<WebSocketConnection> connections();

	/**
	 * Return how many connections of this instance there are.
	 * @return the number
	 */
	int count();

	/**
	 * Send a message.
	 * @param payload a {@link String}, sent as text; a {@code byte[]}, a
	 * {@link java.nio.ByteBuffer} or a {@code DataBuffer}, sent as binary message; a text
	 * or binary {@link WebSocketMessage}, also one marked by {@code SendOption}; or a
	 * value that one of the application's codecs encodes. A buffer belongs to the
	 * operation, which releases it
	 * @return emits what became of it on this instance, once all event loops have had
	 * their turn; fails with {@link IllegalArgumentException} if no codec encodes the
	 * payload, and with the codec's error if it cannot encode this one. Nothing is sent
	 * before subscription, and a payload that is a buffer can be sent once
	 */
	Mono<Delivery> send(Object payload);

	/**
	 * Send a value whose class does not tell its type, such as a list.
	 * @param payload the value
	 * @param type its type, with its generics
	 * @return as for {@link #send(Object)}
	 */
	Mono<Delivery> send(Object payload, ResolvableType type);

	/**
	 * Send a message in place of the last one with the same key wherever that one still
	 * waits (conflation): a slow peer gets the latest price of each share, not all of
	 * them.
	 * @param key the key, such as the name of the share
	 * @param payload as for {@link #send(Object)}
	 * @return as for {@link #send(Object)}; where the message takes the place of another,
	 * it counts as queued
	 */
	Mono<Delivery> sendLatest(String key, Object payload);

}
