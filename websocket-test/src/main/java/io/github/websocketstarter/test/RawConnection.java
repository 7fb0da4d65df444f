package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A connection to a server under test that speaks HTTP until it is upgraded to a
 * {@link RawWebSocketClient}. Blocking; for use by one thread, except that
 * {@link #reset()} and {@link #close()} may come from any. Every read waits for at most
 * the {@linkplain Builder#timeout(Duration) timeout}, by default ten seconds, and fails
 * with an {@link AssertionError}. Writes do not fail when the server has gone: the next
 * read tells.
 * <p>
 * Over {@linkplain Protocol HTTP/2} each exchange has a stream of its own, and what is
 * written, read, ended and reset is the stream of the last exchange: END_STREAM is the
 * end of a side, and RST_STREAM with CANCEL is a reset (RFC 8441 §5). A server that ends
 * in another way is an {@link AssertionError}. The server may send as many octets as are
 * read here, and {@link Builder#receiveBuffer(int) receiveBuffer} more.
 *
 * @since 0.1.0
 */
public final class RawConnection implements AutoCloseable {

	private final Link link;

	private final Duration timeout;

	RawConnection(Link link, Duration timeout) {
		this.link = link;
		this.timeout = timeout;
	}

	/**
	 * Connect with default options.
	 * @param host the host name or address
	 * @param port the port
	 * @return the connection
	 */
	public static RawConnection connect(String host, int port) {
		return builder().connect(host, port);
	}

	/**
	 * Start to choose options.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Send a request and read the response. The connection can be used again unless
	 * request or response say otherwise. Over HTTP/2 the request says what
	 * {@link Http2Request#of} makes of it.
	 * @param request the request
	 * @return the response, with its body
	 */
	public HttpAnswer exchange(HttpRequest request) {
		try {
			return this.link.exchange(request, Deadline.after(this.timeout));
		}
		catch (SocketTimeoutException ex) {
			throw late("an HTTP response", ex);
		}
	}

	/**
	 * Send an opening handshake and check that the server agrees (RFC 6455 §4.2.2, RFC
	 * 8441 §5).
	 * @param request the request
	 * @return the WebSocket on this connection
	 */
	public RawWebSocketClient upgrade(HttpRequest request) {
		return upgraded(request, exchange(request));
	}

	// the WebSocket that an answer has opened
	RawWebSocketClient upgraded(HttpRequest request, HttpAnswer answer) {
		this.link.check(request, answer);
		return new RawWebSocketClient(this, answer);
	}

	/**
	 * Send octets as they are.
	 * @param octets the octets
	 */
	public void write(byte... octets) {
		write(octets, Math.max(1, octets.length));
	}

	/**
	 * Send octets in chops, each by a TCP write of its own, over HTTP/2 by a DATA frame
	 * of its own.
	 * @param octets the octets
	 * @param chop octets a write, at least 1
	 */
	public void write(byte[] octets, int chop) {
		for (int start = 0; start < octets.length; start += chop) {
			write(octets, start, Math.min(chop, octets.length - start));
		}
	}

	void write(byte[] octets, int offset, int length) {
		reader().wire().write(octets, offset, length);
	}

	/**
	 * Expect that nothing more comes but the end of the stream.
	 * @return how it ended
	 */
	public End expectEnd() {
		try {
			End end = reader().await(1, Deadline.after(this.timeout));
			if (end == null) {
				throw new AssertionError("expected the end of the stream but received "
						+ Frame.describe(Frame.TEXT, reader().take(reader().available())));
			}
			return end;
		}
		catch (SocketTimeoutException ex) {
			throw late("the end of the stream", ex);
		}
	}

	/**
	 * End the sending side with a FIN, over HTTP/2 with END_STREAM; receiving goes on.
	 */
	public void shutdownOutput() {
		reader().wire().shutdownOutput();
	}

	/**
	 * Drop the connection with an RST. Over HTTP/2 drop the stream with RST_STREAM; the
	 * TCP connection stays.
	 */
	public void reset() {
		reader().wire().reset();
	}

	/**
	 * Close the TCP connection: with a FIN, or an RST when received octets are unread. A
	 * {@linkplain RawHttp2Connection#sibling() sibling} resets its stream instead.
	 */
	@Override
	public void close() {
		this.link.close();
	}

	// drops the TCP connection, whoever may be writing
	void abort() {
		this.link.abort();
	}

	/**
	 * Return the HTTP/2 connection below.
	 * @return what all streams of the TCP connection share
	 * @throws AssertionError if this is not HTTP/2
	 */
	public RawHttp2Connection http2() {
		return http2Link().connection();
	}

	/**
	 * Return the HTTP/2 stream below.
	 * @return the stream of the last exchange
	 * @throws AssertionError if this is not HTTP/2 or there was no exchange
	 */
	public RawHttp2Stream stream() {
		return http2Link().stream();
	}

	private Http2Link http2Link() {
		if (this.link instanceof Http2Link http2) {
			return http2;
		}
		throw new AssertionError("expected a connection that speaks HTTP/2");
	}

	Duration timeout() {
		return this.timeout;
	}

	WireReader reader() {
		return this.link.reader();
	}

	private AssertionError late(String expected, SocketTimeoutException ex) {
		return new AssertionError("expected " + expected + " but it did not come within " + this.timeout, ex);
	}

	/**
	 * The options of a connection.
	 */
	public static final class Builder {

		private Duration timeout = Duration.ofSeconds(10);

		// 0: as the operating system likes
		private int receiveBuffer;

		private boolean noDelay = true;

		private Protocol protocol = Protocol.HTTP_1_1;

		private Builder() {
		}

		/**
		 * Set how long connecting and each read may take.
		 * @param timeout the longest wait, by default ten seconds
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set what to speak.
		 * @param protocol the protocol, by default HTTP/1.1 without TLS
		 * @return this builder
		 */
		public Builder protocol(Protocol protocol) {
			this.protocol = protocol;
			return this;
		}

		/**
		 * Set the size of the TCP receive buffer, over HTTP/2 that of the window of each
		 * stream; a small one makes the server feel a slow reader soon.
		 * @param octets the size in octets; unset, the operating system chooses, and over
		 * HTTP/2 it is 1 MB
		 * @return this builder
		 */
		public Builder receiveBuffer(int octets) {
			this.receiveBuffer = octets;
			return this;
		}

		/**
		 * Set whether each write becomes a packet at once.
		 * @param noDelay the value of {@code TCP_NODELAY}, by default {@code true}
		 * @return this builder
		 */
		public Builder noDelay(boolean noDelay) {
			this.noDelay = noDelay;
			return this;
		}

		/**
		 * Connect.
		 * @param host the host name or address
		 * @param port the port
		 * @return the connection
		 */
		public RawConnection connect(String host, int port) {
			Socket tcp = new Socket();
			try {
				if (this.receiveBuffer > 0 && !this.protocol.isHttp2()) {
					tcp.setReceiveBufferSize(this.receiveBuffer);
				}
				tcp.setTcpNoDelay(this.noDelay);
				TcpSocket socket = TcpSocket.connect(tcp, new InetSocketAddress(host, port), this.protocol,
						(int) this.timeout.toMillis());
				return new RawConnection(link(socket), this.timeout);
			}
			catch (IOException ex) {
				throw new AssertionError("expected a server of %s at %s:%d".formatted(this.protocol, host, port), ex);
			}
		}

		private Link link(TcpSocket socket) throws IOException {
			if (this.protocol.isHttp2()) {
				Http2Session session = new Http2Session(socket, this.receiveBuffer);
				return new Http2Link(new RawHttp2Connection(session, this.protocol, this.timeout), true);
			}
			return new Http1Link(socket);
		}

	}

}
