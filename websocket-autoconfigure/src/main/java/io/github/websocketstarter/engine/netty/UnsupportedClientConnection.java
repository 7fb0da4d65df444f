package io.github.websocketstarter.engine.netty;

import java.time.Duration;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.exchange.ClientConnection;

/**
 * The client connection of a server that is not known here. Touches nothing of Netty,
 * which need not be there.
 */
public final class UnsupportedClientConnection implements ClientConnection {

	private final String found;

	/**
	 * Create a connection that does nothing but fail.
	 * @param found what is there in the place of Reactor Netty
	 */
	public UnsupportedClientConnection(String found) {
		this.found = found;
	}

	@Override
	public DisconnectToken disconnected() {
		throw unsupported();
	}

	@Override
	public boolean isConnected() {
		throw unsupported();
	}

	@Override
	public CancellationToken timedOut() {
		throw unsupported();
	}

	@Override
	public void timeoutAfter(Duration limit) {
		throw unsupported();
	}

	@Override
	public void disconnectAfterResponse() {
		throw unsupported();
	}

	@Override
	public void reset() {
		throw unsupported();
	}

	@Override
	public boolean cancelIo() {
		throw unsupported();
	}

	private UnsupportedOperationException unsupported() {
		return new UnsupportedOperationException("ClientConnection needs Reactor Netty as the server, but the request "
				+ "is " + this.found + ": use spring-boot-starter-reactor-netty and no other server");
	}

}
