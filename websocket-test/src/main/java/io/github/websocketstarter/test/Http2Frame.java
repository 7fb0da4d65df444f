package io.github.websocketstarter.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A frame of HTTP/2, legal or not (RFC 9113 §4.1).
 *
 * @param type the type, from 0 to 255
 * @param flags the flags, from 0 to 255
 * @param streamId the stream, or 0 for the connection
 * @param payload the payload, not copied
 * @since 0.1.0
 */
public record Http2Frame(int type, int flags, int streamId, byte[] payload) {

	/** Type of a DATA frame. */
	public static final int DATA = 0;

	/** Type of a HEADERS frame. */
	public static final int HEADERS = 1;

	/** Type of an RST_STREAM frame. */
	public static final int RST_STREAM = 3;

	/** Type of a SETTINGS frame. */
	public static final int SETTINGS = 4;

	/** Type of a PUSH_PROMISE frame. */
	public static final int PUSH_PROMISE = 5;

	/** Type of a PING frame. */
	public static final int PING = 6;

	/** Type of a GOAWAY frame. */
	public static final int GOAWAY = 7;

	/** Type of a WINDOW_UPDATE frame. */
	public static final int WINDOW_UPDATE = 8;

	/** Type of a CONTINUATION frame. */
	public static final int CONTINUATION = 9;

	/** Flag of DATA and HEADERS: the sender's side of the stream ends. */
	public static final int END_STREAM = 1;

	/** Flag of SETTINGS and PING: this is the answer. */
	public static final int ACK = 1;

	/** Flag of HEADERS and CONTINUATION: no more CONTINUATION follows. */
	public static final int END_HEADERS = 4;

	static final int PADDED = 8;

	static final int PRIORITY = 0x20;

	static final int HEADER_LENGTH = 9;

	/**
	 * Create a frame.
	 * @param type the type
	 * @param flags the flags
	 * @param streamId the stream
	 * @param payload the payload
	 * @return the frame
	 */
	public static Http2Frame of(int type, int flags, int streamId, byte... payload) {
		return new Http2Frame(type, flags, streamId, payload);
	}

	/**
	 * Create a frame whose payload is one number of 32 bits: WINDOW_UPDATE or RST_STREAM.
	 * @param type the type
	 * @param streamId the stream
	 * @param value the number
	 * @return the frame
	 */
	public static Http2Frame ofInt(int type, int streamId, int value) {
		return of(type, 0, streamId, ByteBuffer.allocate(4).putInt(value).array());
	}

	static Http2Frame read(DataInputStream input) throws IOException {
		int lengthAndType = input.readInt();
		int flags = input.readUnsignedByte();
		int streamId = input.readInt() & Integer.MAX_VALUE;
		byte[] payload = new byte[lengthAndType >>> 8];
		input.readFully(payload);
		return new Http2Frame(lengthAndType & 0xFF, flags, streamId, payload);
	}

	byte[] encode() {
		ByteBuffer octets = ByteBuffer.allocate(HEADER_LENGTH + this.payload.length);
		octets.putInt(this.payload.length << 8 | this.type).put((byte) this.flags).putInt(this.streamId);
		return octets.put(this.payload).array();
	}

	boolean has(int flag) {
		return (this.flags & flag) != 0;
	}

	/** The payload without padding and priority, as DATA and HEADERS may have them. */
	byte[] content() {
		int start = has(PADDED) ? 1 : 0;
		int padding = has(PADDED) ? this.payload[0] & 0xFF : 0;
		if (this.type == HEADERS && has(PRIORITY)) {
			start += 5;
		}
		return Arrays.copyOfRange(this.payload, start, this.payload.length - padding);
	}

	/** The number of 32 bits at an offset of the payload. */
	int number(int offset) {
		return ByteBuffer.wrap(this.payload).getInt(offset);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Http2Frame frame && this.type == frame.type && this.flags == frame.flags
				&& this.streamId == frame.streamId && Arrays.equals(this.payload, frame.payload);
	}

	@Override
	public int hashCode() {
		return 31 * (31 * this.type + this.streamId) + Arrays.hashCode(this.payload);
	}

	@Override
	public String toString() {
		return "frame of type %d with flags %d on stream %d: %s".formatted(this.type, this.flags, this.streamId,
				Frame.describe(Frame.BINARY, this.payload));
	}

}
