package io.github.websocketstarter.cancellation;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Is cancelled when the connection of a client has ended, and says why.
 * <p>
 * Detection is best effort: a network that vanishes without a word is noticed only by the
 * keep-alive or idle time-out. Callbacks run as described at {@link CancellationToken}.
 * <p>
 * Mirrors {@code System.Web.HttpResponse.ClientDisconnectedToken} and ASP.NET Core's
 * {@code HttpContext.RequestAborted}.
 *
 * @since 0.1.0
 */
public interface DisconnectToken extends CancellationToken {

	/**
	 * Return why the connection ended.
	 * @return the reason, known before {@link #isCancelled()} turns {@code true}; empty
	 * as long as it has not
	 */
	Optional<DisconnectReason> reason();

	/**
	 * Fail if the connection has ended, otherwise do nothing.
	 * @throws CancellationException if {@link #isCancelled()}; its message names the
	 * {@link #reason()}
	 */
	@Override
	default void throwIfCancelled() {
		reason().ifPresent((reason) -> {
			throw new CancellationException("The client connection has ended: " + reason);
		});
	}

}
