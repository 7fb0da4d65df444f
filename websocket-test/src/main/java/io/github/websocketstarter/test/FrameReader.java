package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;

/**
 * Reads frames and insists on what RFC 6455 §5.2 demands of a server: no mask, the
 * shortest length, no reserved bits and opcodes, whole and short control frames.
 */
final class FrameReader {

	private static final int MAXIMUM_PAYLOAD = 256 << 20;

	private final WireReader wire;

	// Whether RSV1 may be set on the first frame of a message (RFC 7692 §6)
	private final boolean compression;

	FrameReader(WireReader wire, boolean compression) {
		this.wire = wire;
		this.compression = compression;
	}

	Received read(Deadline deadline) throws SocketTimeoutException {
		End end = this.wire.await(2, deadline);
		if (end != null) {
			require(this.wire.available() == 0, "the stream ended (" + end + ") inside a frame header");
			return end;
		}
		int headerLength = 2 + switch (this.wire.peek(1) & 0x7F) {
			case 126 -> 2;
			case 127 -> 8;
			default -> 0;
		};
		await(headerLength, deadline);
		Frame header = header();
		int payloadLength = payloadLength(headerLength);
		require(!header.isControl() || payloadLength <= 125, header, "is longer than 125 octets: " + payloadLength);
		await(headerLength + payloadLength, deadline);
		this.wire.take(headerLength);
		return new Frame(header.fin(), header.rsv(), header.opcode(), false, this.wire.take(payloadLength));
	}

	private Frame header() {
		int first = this.wire.peek(0);
		boolean masked = (this.wire.peek(1) & 0x80) != 0;
		Frame header = new Frame((first & 0x80) != 0, first >> 4 & 7, first & 15, masked, new byte[0]);
		boolean mayBeCompressed = this.compression
				&& (header.opcode() == Frame.TEXT || header.opcode() == Frame.BINARY);
		require(header.rsv() == 0 || header.rsv() == 4 && mayBeCompressed, header, "has a reserved bit");
		require(!masked, header, "is masked");
		require(header.opcode() <= Frame.BINARY || header.isControl() && header.opcode() <= Frame.PONG, header,
				"has a reserved opcode");
		require(!header.isControl() || header.fin(), header, "is a fragmented control frame");
		return header;
	}

	private int payloadLength(int headerLength) {
		long length = (headerLength == 2) ? this.wire.peek(1) & 0x7F : 0;
		for (int i = 2; i < headerLength; i++) {
			length = length << 8 | this.wire.peek(i);
		}
		long minimum = switch (headerLength) {
			case 4 -> 126;
			case 10 -> 0x10000;
			default -> 0;
		};
		require(length >= minimum, "the length " + length + " came in a form that is too long");
		require(length <= MAXIMUM_PAYLOAD, "the length " + length + " is out of bounds");
		return (int) length;
	}

	private void await(int octets, Deadline deadline) throws SocketTimeoutException {
		End end = this.wire.await(octets, deadline);
		require(end == null, "the stream ended (" + end + ") " + this.wire.available() + " octets into a frame of "
				+ octets + " or more");
	}

	private static void require(boolean legal, Frame frame, String fault) {
		require(legal, "the frame " + frame + " " + fault);
	}

	private static void require(boolean legal, String fault) {
		if (!legal) {
			throw new AssertionError("expected the server to keep to RFC 6455 but " + fault);
		}
	}

}
