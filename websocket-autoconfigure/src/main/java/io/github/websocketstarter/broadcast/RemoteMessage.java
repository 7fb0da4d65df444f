package io.github.websocketstarter.broadcast;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A message for the connections of other instances.
 *
 * @param target for whom it is
 * @param except the ids of connections that do not get it
 * @param key what it replaces where that still waits, {@code null} for a message that
 * replaces nothing
 * @param variants its encodings
 */
record RemoteMessage(Target target, Set<String> except, @Nullable String key, List<Variant> variants) {

}
