package io.github.websocketstarter.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * A connection that is in a group, here or on another instance.
 *
 * @param connectionId the connection's id, unique over all instances
 * @param user the name of the principal with which its handshake was made, {@code null}
 * if there was none
 * @since 0.1.0
 */
public record GroupMember(String connectionId, @Nullable String user) {

}
