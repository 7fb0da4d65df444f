package io.github.websocketstarter.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.websocketstarter.handshake.OriginPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns once that every page may connect because nobody has said which may.
 */
final class OpenOriginsWarning {

	private static final Log logger = LogFactory.getLog(WebSocketAutoConfiguration.class);

	private final AtomicBoolean due;

	OpenOriginsWarning(OriginPolicy origins) {
		this.due = new AtomicBoolean(!origins.isConfigured());
	}

	/**
	 * Tell that there is a way in to which the application's origins apply.
	 */
	void give() {
		if (this.due.get() && this.due.compareAndSet(true, false)) {
			logger
				.warn("'websocket.allowed-origins' is not set, so WebSocket connections are accepted from the pages of "
						+ "every site: any page that a user visits can connect with the user's cookies and act in the user's "
						+ "name (cross-site WebSocket hijacking). Set it to 'same-origin' or to the origins of your pages; "
						+ "set it to '*' if all are meant to connect");
		}
	}

}
