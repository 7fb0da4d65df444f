package io.github.websocketstarter.test;

/**
 * What a {@link RawWebSocketClient} reads next: a {@link Frame}, or the {@link End} of
 * the stream.
 *
 * @since 0.1.0
 */
public sealed interface Received permits Frame, End {

}
