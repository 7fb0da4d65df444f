package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Buffers what comes over the wire, so that a wait that times out in the middle of a
 * frame loses nothing.
 */
final class WireReader {

	private final Wire wire;

	// octets from start to end are received and not yet taken
	private byte[] buffer = new byte[8192];

	private int start;

	private int end;

	// null until the stream's end was read; stays then
	private @Nullable End ended;

	WireReader(Wire wire) {
		this.wire = wire;
	}

	Wire wire() {
		return this.wire;
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
		int count = this.wire.read(this.buffer, this.end, this.buffer.length - this.end, deadline);
		if (count < 0) {
			this.ended = this.wire.end();
		}
		else {
			this.end += count;
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
