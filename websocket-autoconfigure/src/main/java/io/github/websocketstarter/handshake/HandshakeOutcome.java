package io.github.websocketstarter.handshake;

import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What a {@link HandshakeCheck} found. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface HandshakeOutcome {

	/**
	 * The request does not ask for a WebSocket: it is an ordinary one, whatever its
	 * origin.
	 */
	record NotUpgrade() implements HandshakeOutcome {

		/**
		 * Answer for a route that serves nothing but WebSockets.
		 * @return 426 with the headers that tell the client what to ask for
		 */
		public Refused upgradeRequired() {
			return new Refused(HttpStatus.UPGRADE_REQUIRED, HandshakeHeaders.upgradeRequired(),
					"The Upgrade header must contain 'websocket'.");
		}

		/**
		 * Answer a request over HTTP/2, which has no {@code Upgrade}, for a route that
		 * serves nothing but WebSockets.
		 * @return 400
		 */
		public Refused connectRequired() {
			return Refused.badRequest(
					"Over HTTP/2 the request must be an extended CONNECT with :protocol 'websocket'" + " (RFC 8441).");
		}

		/**
		 * Answer for an application that tried to accept the request all the same.
		 * @return 400
		 */
		public Refused badRequest() {
			return Refused.badRequest("The Upgrade header must contain 'websocket'.");
		}

	}

	/**
	 * The request may become a WebSocket.
	 *
	 * @param requestedProtocols the sub-protocols the client offers, in its order;
	 * unmodifiable, empty if there are none; texts of the client, not checked
	 */
	record Accepted(List<String> requestedProtocols) implements HandshakeOutcome {
	}

	/**
	 * The request asks for a WebSocket and must not get one. The connection under it
	 * stays usable.
	 *
	 * @param status the status to answer
	 * @param headers the headers to answer; read-only, possibly empty
	 * @param detail one English sentence for the client that names the header and what
	 * was expected, free of the client's data; empty if the client is to learn nothing
	 * (403)
	 */
	record Refused(HttpStatus status, HttpHeaders headers, String detail) implements HandshakeOutcome {

		/**
		 * Refuse because the server takes no more connections.
		 * @param retryAfter when the client may try again
		 * @return 503
		 */
		public static Refused unavailable(Duration retryAfter) {
			return later(HttpStatus.SERVICE_UNAVAILABLE, retryAfter, "The server takes no more connections.");
		}

		/**
		 * Refuse because the client has as many connections as it may have.
		 * @param retryAfter when the client may try again
		 * @param whose whom the connections are counted for, as in "of this user"
		 * @return 429
		 */
		public static Refused tooMany(Duration retryAfter, String whose) {
			return later(HttpStatus.TOO_MANY_REQUESTS, retryAfter, "There are too many connections " + whose + ".");
		}

		private static Refused later(HttpStatus status, Duration retryAfter, String detail) {
			HttpHeaders headers = new HttpHeaders();
			headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
			return new Refused(status, HttpHeaders.readOnlyHttpHeaders(headers), detail);
		}

		static Refused badRequest(String detail) {
			return new Refused(HttpStatus.BAD_REQUEST, HttpHeaders.EMPTY, detail);
		}

	}

}
