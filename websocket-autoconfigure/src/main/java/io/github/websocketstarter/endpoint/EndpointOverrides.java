package io.github.websocketstarter.endpoint;

import java.util.function.UnaryOperator;

import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration wants different from an endpoint's annotation.
 *
 * @param settings changes the settings that the annotation has led to
 * @param origins the origins, or {@code null} for those of the annotation
 * @param concurrency the value, at least 1, or {@code null} for that of the annotation
 * @param maxStreams the value, at least 1, or {@code null} for that of the annotation
 * @since 0.1.0
 */
public record EndpointOverrides(UnaryOperator<SocketSettings> settings, @Nullable OriginPolicy origins,
		@Nullable Integer concurrency, @Nullable Integer maxStreams) {

	static final EndpointOverrides NONE = new EndpointOverrides(UnaryOperator.identity(), null, null, null);

}
