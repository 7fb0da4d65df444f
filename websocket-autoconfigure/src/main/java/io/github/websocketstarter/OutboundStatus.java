package io.github.websocketstarter;

/**
 * What waits for the peer of a connection.
 *
 * @param queuedBytes the size of the messages that wait, 128 bytes added for each; what
 * the transport has taken is not part of it
 * @param droppedMessages how many messages were dropped because the peer is slow, or
 * replaced by later ones with the same key
 * @since 0.1.0
 */
public record OutboundStatus(long queuedBytes, long droppedMessages) {

}
