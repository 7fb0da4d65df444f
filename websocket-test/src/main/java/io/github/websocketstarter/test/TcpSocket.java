package io.github.websocketstarter.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A connected socket.
 *
 * @param tcp the TCP socket
 * @param stream the same, or TLS on top of it
 */
record TcpSocket(Socket tcp, Socket stream) implements AutoCloseable {

	/**
	 * Connect.
	 * @param tcp a socket with its options set
	 * @param address where the server listens
	 * @param protocol what to speak
	 * @param timeout how long connecting, and then the TLS handshake, may take in
	 * milliseconds
	 */
	static TcpSocket connect(Socket tcp, InetSocketAddress address, Protocol protocol, int timeout) throws IOException {
		try {
			tcp.connect(address, timeout);
			tcp.setSoTimeout(timeout);
			Socket stream = protocol.isTls() ? Tls.connect(tcp, address, protocol) : tcp;
			stream.setSoTimeout(0);
			return new TcpSocket(tcp, stream);
		}
		catch (IOException | RuntimeException ex) {
			tcp.close();
			throw ex;
		}
	}

	/** Whether an operation failed because the peer had sent an RST. */
	static boolean isReset(IOException ex) {
		return String.valueOf(ex.getMessage()).startsWith("Connection reset");
	}

	/** Whether an operation failed because the connection had ended before. */
	static boolean isBroken(IOException ex) {
		return String.valueOf(ex.getMessage()).startsWith("Broken pipe");
	}

	/** End the sending side with a FIN, under TLS with a close_notify. */
	void shutdownOutput() {
		try {
			this.stream.shutdownOutput();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
	}

	/** Drop the connection with an RST, unless it is closed. */
	void reset() {
		if (this.tcp.isClosed()) {
			return;
		}
		try {
			this.tcp.setSoLinger(true, 0);
			this.tcp.close();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to be open", ex);
		}
	}

	/** Close the connection: with a FIN, or an RST when received octets are unread. */
	@Override
	public void close() {
		try {
			this.stream.close();
		}
		catch (IOException ex) {
			throw new AssertionError("expected the connection to close", ex);
		}
	}

}
