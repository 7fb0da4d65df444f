package io.github.websocketstarter.endpoint;

import java.util.concurrent.Executor;

import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;

import org.springframework.util.Assert;

/**
 * How messages become calls of annotated methods.
 *
 * @param codecs decode messages to the methods' parameters and encode what they return
 * @param blockingExecutor runs methods that may block, those without a reactive return
 * type: on threads that may be blocked, for instance virtual ones
 * @param connections find those of an endpoint, for {@link Broadcast @Broadcast}
 * @param groups take members, and find them for {@link Broadcast @Broadcast}
 * @since 0.1.0
 */
public record CallSettings(WebSocketCodecs codecs, Executor blockingExecutor, WebSocketConnections connections,
		WebSocketGroups groups) {

	/**
	 * Create the settings.
	 * @param codecs decode and encode messages
	 * @param blockingExecutor runs methods that may block
	 * @param connections find those of an endpoint
	 * @param groups take members and find them
	 */
	public CallSettings {
		Assert.notNull(codecs, "'codecs' must not be null");
		Assert.notNull(blockingExecutor, "'blockingExecutor' must not be null");
		Assert.notNull(connections, "'connections' must not be null");
		Assert.notNull(groups, "'groups' must not be null");
	}

}
