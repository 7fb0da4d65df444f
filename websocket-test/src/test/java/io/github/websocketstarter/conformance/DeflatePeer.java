package io.github.websocketstarter.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.websocketstarter.test.Frame;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Message;
import io.github.websocketstarter.test.OutgoingFrame;
import io.github.websocketstarter.test.RawWebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that compresses as it was agreed (RFC 7692), by the zlib of the JDK.
 */
final class DeflatePeer implements AutoCloseable {

	static final String HEADER = "Sec-WebSocket-Extensions";

	static final int RSV1 = 4;

	private static final byte[] TAIL = { 0, 0, -1, -1 };

	private final RawWebSocketClient client;

	private final String agreement;

	private final Deflater deflater = new Deflater(6, true);

	private final Inflater inflater = new Inflater(true);

	private DeflatePeer(RawWebSocketClient client) {
		this.client = client;
		this.agreement = client.handshake().header(HEADER);
		assertThat(this.agreement).startsWith("permessage-deflate");
		if (this.agreement.matches(".*client_max_window_bits=(9|1[0-4]).*")) {
			// the JDK cannot shrink the window, but refer to nothing at all
			this.deflater.setStrategy(Deflater.HUFFMAN_ONLY);
		}
	}

	/**
	 * Open a connection that must be agreed to be compressed.
	 * @param server the server
	 * @param request the handshake without the offer
	 * @param offer the value of the header
	 */
	static DeflatePeer open(TestServer server, HttpRequest request, String offer) {
		return of(server.connect().upgrade(request.withAdded(HEADER, offer)));
	}

	static DeflatePeer of(RawWebSocketClient client) {
		return new DeflatePeer(client);
	}

	static DeflatePeer open(TestServer server, EchoTarget target, String offer) {
		return open(server, HttpRequest.upgrade(target.path()), offer);
	}

	RawWebSocketClient client() {
		return this.client;
	}

	String agreement() {
		return this.agreement;
	}

	/**
	 * Send a message in one frame.
	 */
	void send(int opcode, byte[] content) {
		send(opcode, content, Integer.MAX_VALUE);
	}

	void sendText(String text) {
		send(Frame.TEXT, octets(text));
	}

	/**
	 * Send a message in fragments of so many compressed octets.
	 */
	void send(int opcode, byte[] content, int fragment) {
		this.client.send(frames(opcode, deflate(content), fragment));
	}

	/**
	 * Compress a message.
	 * @return the payload, of which the tail is cut
	 */
	byte[] deflate(byte[] content) {
		byte[] payload = deflate(this.deflater, content);
		if (this.agreement.contains("client_no_context_takeover")) {
			this.deflater.reset();
		}
		return payload;
	}

	/**
	 * Read a message that must be compressed.
	 */
	Message readMessage() {
		Frame frame = this.client.readFrame();
		int opcode = frame.opcode();
		assertThat(frame.rsv()).as(frame.toString()).isEqualTo(RSV1);
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		payload.writeBytes(frame.payload());
		int frames = 1;
		while (!frame.fin()) {
			frame = this.client.readFrame();
			assertThat(frame.opcode()).as(frame.toString()).isEqualTo(Frame.CONTINUATION);
			payload.writeBytes(frame.payload());
			frames++;
		}
		payload.writeBytes(TAIL);
		return new Message(opcode, inflate(payload.toByteArray()), frames);
	}

	void expect(int opcode, byte[] content) {
		Message message = readMessage();
		assertThat(message.opcode()).isEqualTo(opcode);
		assertThat(Arrays.equals(message.payload(), content)).as(message.toString()).isTrue();
	}

	void expectText(String text) {
		expect(Frame.TEXT, octets(text));
	}

	private byte[] inflate(byte[] payload) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		byte[] room = new byte[8192];
		this.inflater.setInput(payload);
		try {
			int count;
			while ((count = this.inflater.inflate(room)) > 0) {
				content.write(room, 0, count);
			}
		}
		catch (DataFormatException ex) {
			throw new AssertionError("expected compressed data but received " + HexFormat.of().formatHex(payload), ex);
		}
		assertThat(this.inflater.getRemaining()).isZero();
		if (this.agreement.contains("server_no_context_takeover")) {
			this.inflater.reset();
		}
		return content.toByteArray();
	}

	@Override
	public void close() {
		this.client.close();
		this.deflater.end();
		this.inflater.end();
	}

	/**
	 * Compress one message for itself.
	 */
	static byte[] deflated(byte[] content) {
		Deflater deflater = new Deflater(9, true);
		try {
			return deflate(deflater, content);
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * Make the frames of a compressed message.
	 */
	static List<OutgoingFrame> frames(int opcode, byte[] payload, int fragment) {
		List<OutgoingFrame> frames = OutgoingFrame.fragments(opcode, payload, Math.min(fragment, payload.length + 1));
		frames.set(0, frames.get(0).withRsv(RSV1));
		return frames;
	}

	/**
	 * Make the frame of a compressed message.
	 */
	static OutgoingFrame frame(int opcode, byte[] payload) {
		return OutgoingFrame.of(opcode, payload).withRsv(RSV1);
	}

	static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	private static byte[] deflate(Deflater deflater, byte[] content) {
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		byte[] room = new byte[8192];
		deflater.setInput(content);
		int count;
		do {
			count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
			payload.write(room, 0, count);
		}
		while (count == room.length || !deflater.needsInput());
		byte[] flushed = payload.toByteArray();
		if (flushed.length == 0) {
			// the JDK does not flush twice
			return new byte[1];
		}
		assertThat(flushed).endsWith(TAIL);
		return Arrays.copyOf(flushed, flushed.length - TAIL.length);
	}

}
