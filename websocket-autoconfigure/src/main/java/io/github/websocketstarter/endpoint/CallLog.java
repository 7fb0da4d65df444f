package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * What is logged of the calls of one connection. Thread-safe.
 */
final class CallLog {

	private static final Log logger = LogFactory.getLog(CallLog.class);

	private final WebSocketConnection connection;

	CallLog(WebSocketConnection connection) {
		this.connection = connection;
	}

	/**
	 * Something failed because the connection has ended, or is about to.
	 * @param error the exception
	 */
	void lost(Throwable error) {
		if (logger.isDebugEnabled() && !(error instanceof WebSocketClosedException)) {
			logger.debug(prefix() + error);
		}
	}

	/**
	 * The connection is closed for a fault of the client.
	 * @param status what it is closed with
	 * @param why the fault
	 */
	void closing(CloseStatus status, Throwable why) {
		if (logger.isDebugEnabled()) {
			logger.debug(prefix() + "Closing with " + status.getCode() + ": " + why.getMessage());
		}
	}

	/**
	 * A method failed, and nobody else tells.
	 * @param what the failure
	 * @param error the exception
	 */
	void failed(String what, Throwable error) {
		logger.error(prefix() + what, error);
	}

	private String prefix() {
		return "[" + this.connection.getId() + "] ";
	}

}
