package io.github.websocketstarter.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/2 connection with prior knowledge that shows each frame. Frames of DATA are not
 * acknowledged, so that a stream stalls after 64 KB. Blocking.
 */
final class Http2Client implements AutoCloseable {

	static final int DATA = 0;

	static final int HEADERS = 1;

	static final int RST_STREAM = 3;

	static final int SETTINGS = 4;

	static final int PING = 6;

	static final int GOAWAY = 7;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	private static final int ACK = 1;

	private final WireClient wire;

	private int nextStream = 1;

	private Http2Client(WireClient wire) {
		this.wire = wire;
	}

	static Http2Client over(WireClient wire) {
		Http2Client client = new Http2Client(wire);
		wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		client.send(SETTINGS, 0, 0);
		return client;
	}

	/** Send a request without a body and return its stream. */
	int get(String target) {
		return request("GET", target, END_STREAM);
	}

	/** Send the head of a request with a body and return its stream. */
	int post(String target) {
		return request("POST", target, 0);
	}

	private int request(String method, String target, int flags) {
		int stream = this.nextStream;
		this.nextStream += 2;
		ByteArrayOutputStream headers = new ByteArrayOutputStream();
		for (String text : new String[] { ":method", method, ":scheme", "http", ":path", target, ":authority",
				"localhost" }) {
			// literal field without indexing (RFC 7541 §6.2.2)
			if (text.startsWith(":")) {
				headers.write(0);
			}
			headers.write(text.length());
			headers.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
		}
		send(HEADERS, END_HEADERS | flags, stream, headers.toByteArray());
		return stream;
	}

	void data(int stream, String text) {
		send(DATA, 0, stream, text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Reset a stream with CANCEL. */
	void reset(int stream) {
		send(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
	}

	/** Wait until the server has read what was sent. */
	void ping() {
		send(PING, 0, 0, new byte[8]);
		await(PING, 0);
	}

	private void send(int type, int flags, int stream, byte... payload) {
		this.wire.send(ByteBuffer.allocate(9 + payload.length)
			.putInt(payload.length << 8 | type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array());
	}

	/** Read until a frame of a type comes, on the stream or on any if it is 0. */
	Frame await(int type, int stream) {
		while (true) {
			Frame frame = next();
			if (frame.type() == type && (stream == 0 || frame.stream() == stream)) {
				return frame;
			}
		}
	}

	/** Read until a response has ended, and return its text. */
	String awaitResponse(int stream) {
		StringBuilder text = new StringBuilder();
		Frame frame;
		do {
			frame = next();
			if (frame.stream() == stream && frame.type() == RST_STREAM) {
				throw new AssertionError("expected a response but the stream was reset");
			}
			if (frame.stream() == stream && frame.type() == DATA) {
				text.append(new String(frame.payload(), StandardCharsets.US_ASCII));
			}
		}
		while (frame.stream() != stream || (frame.flags() & END_STREAM) == 0);
		return text.toString();
	}

	private Frame next() {
		ByteBuffer head = ByteBuffer.wrap(this.wire.read(9));
		int lengthAndType = head.getInt();
		Frame frame = new Frame(lengthAndType & 0xFF, head.get(), head.getInt(), this.wire.read(lengthAndType >>> 8));
		if (frame.type() == SETTINGS && (frame.flags() & ACK) == 0) {
			send(SETTINGS, ACK, 0);
		}
		return frame;
	}

	/** Read until the connection ends. */
	String readToEnd() {
		return this.wire.readToEnd();
	}

	void leave() {
		close();
	}

	/** Drop the TCP connection with an RST. */
	void resetConnection() {
		this.wire.reset();
	}

	@Override
	public void close() {
		this.wire.close();
	}

	/**
	 * A frame that has come.
	 *
	 * @param type the type
	 * @param flags the flags
	 * @param stream the stream
	 * @param payload the payload
	 */
	record Frame(int type, int flags, int stream, byte[] payload) {

		/** The error of an RST_STREAM or, behind the last stream, of a GOAWAY. */
		int error() {
			return ByteBuffer.wrap(this.payload).getInt((this.type == GOAWAY) ? 4 : 0);
		}

	}

}
