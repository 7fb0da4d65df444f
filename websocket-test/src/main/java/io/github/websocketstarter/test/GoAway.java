package io.github.websocketstarter.test;

/**
 * A GOAWAY frame from the server (RFC 9113 §6.8).
 *
 * @param lastStreamId the last stream that the server may have looked at
 * @param error why the server goes
 * @since 0.1.0
 */
public record GoAway(int lastStreamId, Http2Error error) {

}
