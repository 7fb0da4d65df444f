package io.github.websocketstarter.broadcast;

import java.util.Set;

/**
 * A message as it is encoded for some of its receivers.
 *
 * @param subProtocols the sub-protocols of those receivers; the empty string stands for
 * none agreed, and for any other
 * @param text whether it is a text message
 * @param compress whether it may be compressed
 * @param payload the encoded payload, which nobody changes
 */
record Variant(Set<String> subProtocols, boolean text, boolean compress, byte[] payload) {

}
