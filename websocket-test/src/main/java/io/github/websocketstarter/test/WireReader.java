package io.github.websocketstarter.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Buffers what comes from the socket, so that a wait that times out in the middle of a
 * frame loses nothing.
 */
final class WireReader {

	private final Socket socket;

	private final InputStream input;

	// octets from start to end are received and not yet taken
	private byte[] buffer = new byte[8192];

	private int start;

	private int end;

	// null until the stream's end was read; stays then
	private @Nullable End ended;

	// true from the first operation on that failed because of an RST
	private boolean reset;

	WireReader(Socket socket) throws IOException {
		this.socket = socket;
		this.input = socket.getInputStream();
	}

	/**
	 * Wait until octets are there to be taken.
	 * @param octets how many
	 * @param deadline until when to wait
	 * @return {@code null} when they are there, or how the stream ended before they came
	 */
	@Nullable End await(int octets, Deadline deadline) throws SocketTimeoutException {
		makeRoom(octets);
		while (available() < octets && this.ended == null) {
			read(deadline);
		}
		return (available() < octets) ? this.ended : null;
	}

	private void makeRoom(int octets) {
		if (this.buffer.length - this.start < octets) {
			byte[] target = (this.buffer.length < octets) ? new byte[octets] : this.buffer;
			System.arraycopy(this.buffer, this.start, target, 0, available());
			this.end = available();
			this.start = 0;
			this.buffer = target;
		}
		else if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
		}
	}

	private void read(Deadline deadline) throws SocketTimeoutException {
		try {
			this.socket.setSoTimeout(deadline.remaining());
			int count = this.input.read(this.buffer, this.end, this.buffer.length - this.end);
			if (count < 0) {
				this.ended = this.reset ? End.RESET : End.EOF;
			}
			else {
				this.end += count;
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			noteFailure(ex);
			this.ended = End.RESET;
		}
	}

	/**
	 * Note that reading or writing failed: a write can be the first to learn of an RST,
	 * and then the read that follows does not tell.
	 * @param ex the failure
	 */
	void noteFailure(IOException ex) {
		String message = String.valueOf(ex.getMessage());
		this.reset |= message.startsWith("Connection reset");
		if (!this.reset && !message.startsWith("Broken pipe")) {
			throw new AssertionError("expected the connection to work or to be reset", ex);
		}
	}

	int available() {
		return this.end - this.start;
	}

	int peek(int index) {
		return this.buffer[this.start + index] & 0xFF;
	}

	byte[] take(int octets) {
		byte[] taken = Arrays.copyOfRange(this.buffer, this.start, this.start + octets);
		this.start += octets;
		return taken;
	}

}
