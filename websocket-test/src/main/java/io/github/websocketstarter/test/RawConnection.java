package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A TCP connection to a server under test that speaks HTTP/1.1 until it is upgraded to a
 * {@link RawWebSocketClient}. Blocking; for use by one thread, except that
 * {@link #reset()} and {@link #close()} may come from any. Every read waits for at most
 * the {@linkplain Builder#timeout(Duration) timeout}, by default ten seconds, and fails
 * with an {@link AssertionError}. Writes do not fail when the server has gone: the next
 * read tells.
 *
 * @since 0.1.0
 */
public final class RawConnection implements AutoCloseable {

	private final Socket socket;

	private final Duration timeout;

	private final WireReader reader;

	private RawConnection(Socket socket, Duration timeout) throws IOException {
		this.socket = socket;
		this.timeout = timeout;
		this.reader = new WireReader(socket);
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
	 * request or response say otherwise.
	 * @param request the request
	 * @return the response, with its body
	 */
	public HttpAnswer exchange(HttpRequest request) {
		write(request.encode());
		try {
			return new HttpReader(this.reader, Deadline.after(this.timeout)).read();
		}
		catch (SocketTimeoutException ex) {
			throw late("an HTTP response", ex);
		}
	}

	/**
	 * Send an opening handshake and check that the server agrees (RFC 6455 §4.2.2).
	 * @param request the request
	 * @return the WebSocket on this connection
	 */
	public RawWebSocketClient upgrade(HttpRequest request) {
		HttpAnswer answer = exchange(request);
		Handshake.check(request, answer);
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
	 * Send octets in chops, each by a TCP write of its own.
	 * @param octets the octets
	 * @param chop octets a write, at least 1
	 */
	public void write(byte[] octets, int chop) {
		try {
			for (int start = 0; start < octets.length; start += chop) {
				this.socket.getOutputStream().write(octets, start, Math.min(chop, octets.length - start));
			}
		}
		catch (IOException ex) {
			this.reader.noteFailure(ex);
		}
	}

	/**
	 * Expect that nothing more comes but the end of the stream.
	 * @return how it ended
	 */
	public End expectEnd() {
		try {
			End end = this.reader.await(1, Deadline.after(this.timeout));
			if (end == null) {
				throw new AssertionError("expected the end of the stream but received "
						+ Frame.describe(Frame.TEXT, this.reader.take(this.reader.available())));
			}
			return end;
		}
		catch (SocketTimeoutException ex) {
			throw late("the end of the stream", ex);
		}
	}

	/**
	 * End the sending side with a FIN; receiving goes on.
	 */
	public void shutdownOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
	}

	/**
	 * Drop the connection with an RST.
	 */
	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
		close();
	}

	/**
	 * Close the connection: with a FIN, or an RST when received octets are unread.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to close", ex);
		}
	}

	Duration timeout() {
		return this.timeout;
	}

	WireReader reader() {
		return this.reader;
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
		 * Set the size of the TCP receive buffer; a small one makes the server feel a
		 * slow reader soon.
		 * @param octets the size in octets; unset, the operating system chooses
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
			Socket socket = new Socket();
			try {
				if (this.receiveBuffer > 0) {
					socket.setReceiveBufferSize(this.receiveBuffer);
				}
				socket.setTcpNoDelay(this.noDelay);
				socket.connect(new InetSocketAddress(host, port), (int) this.timeout.toMillis());
				return new RawConnection(socket, this.timeout);
			}
			catch (IOException ex) {
				throw new AssertionError("expected a server at " + host + ":" + port, ex);
			}
		}

	}

}
