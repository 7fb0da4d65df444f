package io.github.websocketstarter.test;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server has said in SETTINGS (RFC 9113 §6.5). Guarded by the {@link Monitor} of
 * its connection.
 */
final class PeerSettings {

	static final int DEFAULT_WINDOW = 65535;

	private static final int ENABLE_PUSH = 2;

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int MAX_FRAME_SIZE = 5;

	private static final int ENABLE_CONNECT_PROTOCOL = 8;

	private static final int ENTRY_LENGTH = 6;

	// by identifier
	private final Map<Integer, Long> values = new TreeMap<>();

	private boolean known;

	// what the client says: no push, and how large the window of a stream is
	static Http2Frame client(int window) {
		ByteBuffer payload = ByteBuffer.allocate(2 * ENTRY_LENGTH);
		payload.putShort((short) ENABLE_PUSH).putInt(0);
		payload.putShort((short) INITIAL_WINDOW_SIZE).putInt(window);
		return Http2Frame.of(Http2Frame.SETTINGS, 0, 0, payload.array());
	}

	/**
	 * Take a SETTINGS frame.
	 * @param frame what the server has sent
	 * @return by how much the windows of all streams grow
	 */
	int update(Http2Frame frame) {
		int before = initialWindow();
		ByteBuffer payload = ByteBuffer.wrap(frame.payload());
		while (payload.remaining() >= ENTRY_LENGTH) {
			this.values.put((int) payload.getShort(), payload.getInt() & 0xFFFF_FFFFL);
		}
		this.known = true;
		return initialWindow() - before;
	}

	// whether the first SETTINGS have come
	boolean known() {
		return this.known;
	}

	int initialWindow() {
		return (int) value(INITIAL_WINDOW_SIZE, DEFAULT_WINDOW);
	}

	int maximumFrame() {
		return (int) value(MAX_FRAME_SIZE, 16384);
	}

	// whether an extended CONNECT is allowed (RFC 8441 §3)
	boolean allowsConnectProtocol() {
		return value(ENABLE_CONNECT_PROTOCOL, 0) == 1;
	}

	long value(int id, long standard) {
		return this.values.getOrDefault(id, standard);
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
