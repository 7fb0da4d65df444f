package io.github.websocketstarter.broadcast;

import java.util.List;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * All open WebSocket connections of this instance: of endpoints, of plain handlers and of
 * those accepted by hand. A connection is found here from its handshake until it has
 * closed; when {@code @OnClose} is called, it is not found any more. Thread-safe.
 *
 * @since 0.1.0
 */
public interface WebSocketConnections {

	/**
	 * Return how many connections are open.
	 * @return the number
	 */
	int count();

	/**
	 * Find a connection.
	 * @param id the id ({@link WebSocketConnection#getId()}), which the server chooses
	 * @return the connection, or {@code null} if it is not open, or open on another
	 * instance
	 */
	@Nullable WebSocketConnection find(String id);

	/**
	 * Return all connections.
	 * @return a copy, in no particular order
	 */
	List<WebSocketConnection> list();

	/**
	 * Address all connections.
	 * @return the audience
	 */
	Audience all();

	/**
	 * Address the connections of an endpoint.
	 * @param name the endpoint's name ({@code @WebSocketEndpoint(name = ...)}, by default
	 * the name of its bean)
	 * @return the audience
	 */
	Audience endpoint(String name);

	/**
	 * Address the connections of a user, who may have several.
	 * @param name the name of the principal with which the handshake was made
	 * @return the audience
	 */
	Audience user(String name);

	/**
	 * Watch connections of this instance come and go.
	 * @return the events from subscription on, in their order for each connection, on a
	 * thread that must not be blocked; a subscriber that is slow misses the oldest of
	 * more than 1024 that wait
	 */
	Flux<ConnectionEvent> events();

}
