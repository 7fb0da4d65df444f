package io.github.websocketstarter.endpoint;

import java.util.concurrent.Executor;

import io.github.websocketstarter.codec.WebSocketCodecs;

import org.springframework.util.Assert;

/**
 * How messages become calls of annotated methods.
 *
 * @param codecs decode messages to the methods' parameters and encode what they return
 * @param blockingExecutor runs methods that may block, those without a reactive return
 * type: on threads that may be blocked, for instance virtual ones
 * @since 0.1.0
 */
public record CallSettings(WebSocketCodecs codecs, Executor blockingExecutor) {

	/**
	 * Create the settings.
	 * @param codecs decode and encode messages
	 * @param blockingExecutor runs methods that may block
	 */
	public CallSettings {
		Assert.notNull(codecs, "'codecs' must not be null");
		Assert.notNull(blockingExecutor, "'blockingExecutor' must not be null");
	}

}
