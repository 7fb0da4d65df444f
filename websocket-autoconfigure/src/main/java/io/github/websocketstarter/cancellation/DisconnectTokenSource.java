package io.github.websocketstarter.cancellation;

import java.util.Optional;

import org.springframework.util.Assert;

/**
 * Makes a {@link DisconnectToken} and cancels it: what a transport keeps for each
 * connection.
 * <p>
 * The source is its own token, one object with one field until the first callback is
 * registered. It ends once, by {@link #disconnect} or by {@link #expire()}, whichever
 * comes first. Safe for use by several threads; no method blocks, so an event loop may
 * call it.
 *
 * @since 0.1.0
 */
public final class DisconnectTokenSource extends OneShotToken implements DisconnectToken {

	/**
	 * Return the token of this source.
	 * @return the token, always the same
	 */
	public DisconnectToken token() {
		return this;
	}

	/**
	 * Cancel the token; its callbacks run on other threads.
	 * @param reason why the connection ended
	 * @return {@code true} if this call cancelled it, {@code false} if it was cancelled
	 * or had expired before
	 */
	public boolean disconnect(DisconnectReason reason) {
		Assert.notNull(reason, "'reason' must not be null");
		return end(reason);
	}

	/**
	 * End the token without cancelling it, as when an HTTP exchange ends normally: its
	 * callbacks are dropped, later ones too, and a later {@link #disconnect} does
	 * nothing. A callback that already runs goes on.
	 * @return {@code true} if this call ended it, {@code false} if it was cancelled or
	 * had expired before
	 */
	public boolean expire() {
		return end(EXPIRED);
	}

	@Override
	public Optional<DisconnectReason> reason() {
		return Optional.ofNullable((DisconnectReason) cause());
	}

}
