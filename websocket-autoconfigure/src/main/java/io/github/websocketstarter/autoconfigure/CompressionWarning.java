package io.github.websocketstarter.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns once at start-up where compression may tell secrets: on connections whose content
 * TLS hides and whose sizes it does not.
 */
final class CompressionWarning {

	private static final Log logger = LogFactory.getLog(WebSocketAutoConfiguration.class);

	CompressionWarning(boolean compression, boolean tls) {
		if (compression && tls) {
			logger
				.warn("'websocket.compression.enabled' is true on a server with TLS: the size of a compressed message "
						+ "tells an attacker something of a secret in it if the attacker chooses another part of it (CRIME, "
						+ "BREACH). Send such messages with SendOption.DISABLE_COMPRESSION");
		}
	}

}
