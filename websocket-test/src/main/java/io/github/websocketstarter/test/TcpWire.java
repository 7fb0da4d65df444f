package io.github.websocketstarter.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;

/**
 * A TCP connection, with or without TLS.
 */
final class TcpWire implements Wire {

	private final TcpSocket socket;

	private final InputStream input;

	private final OutputStream output;

	// Whether an operation has failed because of an RST; a write can be the first to
	// learn of it, and then the read that follows does not tell.
	private volatile boolean reset;

	TcpWire(TcpSocket socket) throws IOException {
		this.socket = socket;
		this.input = socket.stream().getInputStream();
		this.output = socket.stream().getOutputStream();
	}

	@Override
	public int read(byte[] target, int offset, int length, Deadline deadline) throws SocketTimeoutException {
		try {
			this.socket.stream().setSoTimeout(deadline.remaining());
			return this.input.read(target, offset, length);
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			noteFailure(ex);
			this.reset = true;
			return -1;
		}
	}

	@Override
	public End end() {
		return this.reset ? End.RESET : End.EOF;
	}

	@Override
	public void write(byte[] octets, int offset, int length) {
		try {
			this.output.write(octets, offset, length);
		}
		catch (IOException ex) {
			noteFailure(ex);
		}
	}

	private void noteFailure(IOException ex) {
		if (TcpSocket.isReset(ex)) {
			this.reset = true;
		}
		if (!this.reset && !TcpSocket.isBroken(ex)) {
			throw new AssertionError("expected the connection to work or to be reset", ex);
		}
	}

	@Override
	public void shutdownOutput() {
		this.socket.shutdownOutput();
	}

	@Override
	public void reset() {
		this.socket.reset();
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
