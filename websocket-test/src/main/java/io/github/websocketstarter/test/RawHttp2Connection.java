package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * An HTTP/2 connection to a server under test, for what concerns more than one WebSocket
 * and for what is not legal. It answers SETTINGS and PING; what it reads on streams, and
 * so the growth of their windows, is up to the test. May be used by any thread; waits as
 * long as the {@link RawConnection} that opened it and fails with an
 * {@link AssertionError}.
 *
 * <pre class="code">
 * try (RawHttp2Connection http2 = RawConnection.builder().protocol(Protocol.H2C).connect("localhost", port).http2()) {
 *     RawWebSocketClient one = http2.sibling().upgrade(HttpRequest.upgrade("/echo"));
 *     RawWebSocketClient two = http2.sibling().upgrade(HttpRequest.upgrade("/echo"));
 *     one.connection().reset();
 *     two.sendText("still here");
 *     two.expectText("still here");
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class RawHttp2Connection implements AutoCloseable {

	private final Http2Session session;

	private final Protocol protocol;

	private final Duration timeout;

	RawHttp2Connection(Http2Session session, Protocol protocol, Duration timeout) {
		this.session = session;
		this.protocol = protocol;
		this.timeout = timeout;
	}

	/**
	 * Return another user of this connection, with streams of its own; to close it resets
	 * its last stream and nothing else.
	 * @return the other one
	 */
	public RawConnection sibling() {
		return new RawConnection(new Http2Link(this, false), this.timeout);
	}

	/**
	 * Open a stream, whether or not the server allows it.
	 * @param request the headers to send
	 * @return the stream
	 */
	public RawHttp2Stream open(Http2Request request) {
		return new RawHttp2Stream(this, this.session.open(request));
	}

	/**
	 * Open a WebSocket and check that the server agrees (RFC 8441 §5).
	 * @param request the extended CONNECT
	 * @return the WebSocket
	 */
	public RawWebSocketClient upgrade(Http2Request request) {
		try {
			requireConnectProtocol(Deadline.after(this.timeout));
		}
		catch (SocketTimeoutException ex) {
			throw late("SETTINGS", ex);
		}
		Http2Link link = new Http2Link(this, false);
		link.use(open(request));
		HttpAnswer answer = link.stream().answer();
		Handshake.check(request, answer);
		return new RawWebSocketClient(new RawConnection(link, this.timeout), answer);
	}

	/**
	 * Send frames as they are.
	 * @param frames the frames
	 */
	public void send(Http2Frame... frames) {
		this.session.write(List.of(frames));
	}

	/**
	 * Send a PING and wait for its answer: what was sent before has then been seen.
	 */
	public void ping() {
		int number = this.session.ping();
		await("the answer to PING", () -> this.session.pongs() >= number);
	}

	/**
	 * Return a value of the server's SETTINGS.
	 * @param id the identifier, such as 8 for SETTINGS_ENABLE_CONNECT_PROTOCOL
	 * @return the value, empty if the server has not sent it
	 */
	public OptionalLong setting(int id) {
		await("SETTINGS", () -> this.session.settings().known());
		synchronized (this.session.monitor()) {
			long value = this.session.settings().value(id, -1);
			return (value < 0) ? OptionalLong.empty() : OptionalLong.of(value);
		}
	}

	/**
	 * Wait until the server announces that it goes.
	 * @return the latest GOAWAY
	 */
	public GoAway expectGoAway() {
		await("GOAWAY", () -> this.session.goAway() != null);
		return Objects.requireNonNull(this.session.goAway());
	}

	/**
	 * Wait until the server has ended the TCP connection.
	 */
	public void expectEnd() {
		await("the end of the TCP connection", () -> this.session.ended() != null);
	}

	/**
	 * Close the TCP connection.
	 */
	@Override
	public void close() {
		this.session.close();
	}

	void abort() {
		this.session.abort();
	}

	Protocol protocol() {
		return this.protocol;
	}

	Duration timeout() {
		return this.timeout;
	}

	void requireConnectProtocol(Deadline deadline) throws SocketTimeoutException {
		PeerSettings settings = this.session.settings();
		this.session.monitor().await(() -> settings.known() || this.session.ended() != null, deadline);
		if (!settings.allowsConnectProtocol()) {
			throw new AssertionError("expected SETTINGS_ENABLE_CONNECT_PROTOCOL (8) to be 1, without which there are "
					+ "no WebSockets over HTTP/2, but the server has sent the SETTINGS " + settings);
		}
	}

	void await(String expected, BooleanSupplier condition) {
		Monitor monitor = this.session.monitor();
		synchronized (monitor) {
			try {
				monitor.await(() -> condition.getAsBoolean() || this.session.ended() != null,
						Deadline.after(this.timeout));
			}
			catch (SocketTimeoutException ex) {
				throw late(expected, ex);
			}
			if (!condition.getAsBoolean()) {
				throw new AssertionError("expected " + expected + " but the TCP connection has ended");
			}
		}
	}

	private AssertionError late(String expected, SocketTimeoutException ex) {
		return new AssertionError("expected " + expected + " but it did not come within " + this.timeout, ex);
	}

}
