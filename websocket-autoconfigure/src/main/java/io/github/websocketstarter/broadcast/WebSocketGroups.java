package io.github.websocketstarter.broadcast;

import java.util.Set;

import io.github.websocketstarter.WebSocketConnection;
import reactor.core.publisher.Mono;

/**
 * Named groups of connections, such as the rooms of a chat. A group is there as long as
 * it has members. A connection is in as many as it joins, up to
 * {@code websocket.max-groups} (default 100), and leaves all of them when it closes.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface WebSocketGroups {

	/**
	 * Let a connection join a group.
	 * @param group the group's name
	 * @param connection the connection, which must be one of this instance
	 * @return whether it joined; {@code false} if it is a member already or is closing
	 * @throws IllegalStateException if the connection is in {@code websocket.max-groups}
	 * groups already
	 */
	boolean join(String group, WebSocketConnection connection);

	/**
	 * Let a connection leave a group.
	 * @param group the group's name
	 * @param connection the connection
	 * @return whether it was a member
	 */
	boolean leave(String group, WebSocketConnection connection);

	/**
	 * Return the groups of a connection.
	 * @param connection the connection
	 * @return a copy of their names
	 */
	Set<String> of(WebSocketConnection connection);

	/**
	 * Return the groups that have members on this instance.
	 * @return a copy of their names
	 */
	Set<String> names();

	/**
	 * Address the members of a group, on all instances.
	 * @param name the group's name
	 * @return the audience
	 */
	Audience group(String name);

	/**
	 * Find out who is in a group, on all instances.
	 * @param group the group's name
	 * @return emits the members, within a second where another instance does not answer
	 */
	Mono<Presence> members(String group);

}
