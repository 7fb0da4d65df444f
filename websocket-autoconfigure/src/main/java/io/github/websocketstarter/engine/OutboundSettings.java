package io.github.websocketstarter.engine;

import io.github.websocketstarter.OutboundOverflow;

/**
 * What may wait to be sent on one connection.
 *
 * @param maxBytes how much, bytes
 * @param overflow what becomes of more
 */
public record OutboundSettings(int maxBytes, OutboundOverflow overflow) {

	/** The settings of an application that sets nothing. */
	public static final OutboundSettings DEFAULTS = new OutboundSettings(1 << 20, OutboundOverflow.CLOSE);

}
