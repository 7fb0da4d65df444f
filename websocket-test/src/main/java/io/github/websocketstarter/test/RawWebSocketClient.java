package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A WebSocket client for tests, over HTTP/1.1 or HTTP/2. It sends what it is told, also
 * what the protocol forbids, and receives frame by frame; it answers nothing by itself.
 * What the server sends has to keep to RFC 6455, and what is expected has to come next:
 * everything else is an {@link AssertionError} that shows what came instead.
 * <p>
 * Blocking; for use by one thread. Not to read is to let the server's output pile up.
 *
 * <pre class="code">
 * try (RawWebSocketClient client = RawWebSocketClient.open("localhost", port, "/echo")) {
 *     client.sendText("hello");
 *     client.expectText("hello");
 *     client.sendClose(1000);
 *     client.expectClose(1000);
 *     client.expectEof();
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class RawWebSocketClient implements AutoCloseable {

	private final RawConnection connection;

	private final HttpAnswer handshake;

	private final FrameReader reader;

	RawWebSocketClient(RawConnection connection, HttpAnswer handshake) {
		this.connection = connection;
		this.handshake = handshake;
		this.reader = new FrameReader(connection.reader(),
				handshake.header("Sec-WebSocket-Extensions").startsWith("permessage-deflate"));
	}

	/**
	 * Connect and upgrade.
	 * @param host the host name or address
	 * @param port the port
	 * @param target the path and query
	 * @return the open WebSocket
	 */
	public static RawWebSocketClient open(String host, int port, String target) {
		RawConnection connection = RawConnection.connect(host, port);
		try {
			return connection.upgrade(HttpRequest.upgrade(target));
		}
		catch (AssertionError ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Return the connection below.
	 * @return the connection, over HTTP/2 that of this WebSocket's stream
	 */
	public RawConnection connection() {
		return this.connection;
	}

	/**
	 * Return the answer to the opening handshake.
	 * @return the response, with status 101 or, over HTTP/2, 200
	 */
	public HttpAnswer handshake() {
		return this.handshake;
	}

	FrameReader frames() {
		return this.reader;
	}

	/**
	 * Send frames by one TCP write.
	 * @param frames the frames
	 */
	public void send(OutgoingFrame... frames) {
		send(List.of(frames));
	}

	/**
	 * Send frames by one TCP write.
	 * @param frames the frames
	 */
	public void send(List<OutgoingFrame> frames) {
		this.connection.write(OutgoingFrame.encode(frames));
	}

	/**
	 * Send a text message of one frame.
	 * @param text the text
	 */
	public void sendText(String text) {
		send(OutgoingFrame.text(text));
	}

	/**
	 * Send a binary message of one frame.
	 * @param payload the payload
	 */
	public void sendBinary(byte... payload) {
		send(OutgoingFrame.binary(payload));
	}

	/**
	 * Send a PING.
	 * @param payload the payload
	 */
	public void ping(String payload) {
		send(OutgoingFrame.ping(payload));
	}

	/**
	 * Send a PONG.
	 * @param payload the payload
	 */
	public void pong(byte... payload) {
		send(OutgoingFrame.of(Frame.PONG, payload));
	}

	/**
	 * Send a Close frame without reason.
	 * @param code the code
	 */
	public void sendClose(int code) {
		send(OutgoingFrame.close(code, ""));
	}

	/**
	 * Read what comes next.
	 * @param timeout how long to wait
	 * @return a frame or the end of the stream
	 */
	public Received next(Duration timeout) {
		try {
			return this.reader.read(Deadline.after(timeout));
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected a frame or the end of the stream but %d octets came within %s"
				.formatted(this.connection.reader().available(), timeout), ex);
		}
	}

	/**
	 * Read a frame.
	 * @param timeout how long to wait
	 * @return the frame
	 */
	public Frame readFrame(Duration timeout) {
		return frame("a frame", next(timeout));
	}

	/**
	 * Read a frame.
	 * @return the frame
	 */
	public Frame readFrame() {
		return readFrame(this.connection.timeout());
	}

	/**
	 * Read a text or binary message that is not compressed in as many frames as it comes,
	 * with no control frame before or between them.
	 * @return the message
	 */
	public Message readMessage() {
		Frame frame = readFrame();
		int opcode = frame.opcode();
		require(opcode == Frame.TEXT || opcode == Frame.BINARY, "a message", frame);
		require(frame.rsv() == 0, "a message that is not compressed", frame);
		ByteArrayOutputStream payload = new ByteArrayOutputStream(frame.payload().length);
		int frames = 1;
		payload.writeBytes(frame.payload());
		while (!frame.fin()) {
			frame = readFrame();
			require(frame.opcode() == Frame.CONTINUATION, "the rest of a message", frame);
			payload.writeBytes(frame.payload());
			frames++;
		}
		return new Message(opcode, payload.toByteArray(), frames);
	}

	/**
	 * Expect a text message.
	 * @param text the text
	 */
	public void expectText(String text) {
		Message message = readMessage();
		require(message.opcode() == Frame.TEXT && message.text().equals(text), "the text \"" + shorten(text) + '"',
				message);
	}

	/**
	 * Expect a binary message.
	 * @param payload the payload
	 */
	public void expectBinary(byte... payload) {
		Message message = readMessage();
		require(message.opcode() == Frame.BINARY && Arrays.equals(message.payload(), payload),
				"BINARY of " + Frame.describe(Frame.BINARY, payload), message);
	}

	/**
	 * Expect a PING.
	 * @return its payload
	 */
	public byte[] expectPing() {
		Frame frame = readFrame();
		require(frame.opcode() == Frame.PING, "PING", frame);
		return frame.payload();
	}

	/**
	 * Expect a PONG.
	 * @param payload the payload
	 */
	public void expectPong(byte... payload) {
		Frame frame = readFrame();
		require(frame.opcode() == Frame.PONG && Arrays.equals(frame.payload(), payload),
				"PONG of " + Frame.describe(Frame.PONG, payload), frame);
	}

	/**
	 * Expect a PONG.
	 * @param payload the payload, encoded as UTF-8
	 */
	public void expectPong(String payload) {
		expectPong(payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Expect a Close frame without reason.
	 * @param code the code, 1005 for an empty Close frame
	 */
	public void expectClose(int code) {
		expectClose(code, "");
	}

	/**
	 * Expect a Close frame.
	 * @param code the code, 1005 for an empty Close frame
	 * @param reason the reason
	 */
	public void expectClose(int code, String reason) {
		Frame frame = frame("CLOSE " + code, next(this.connection.timeout()));
		require(frame.opcode() == Frame.CLOSE && frame.closeCode() == code && frame.closeReason().equals(reason),
				"CLOSE %d \"%s\"".formatted(code, reason), frame);
	}

	/**
	 * Expect the end of the stream by FIN, over HTTP/2 by END_STREAM.
	 */
	public void expectEof() {
		require(expectEnd() == End.EOF, End.EOF.toString(), End.RESET);
	}

	/**
	 * Expect the end of the stream by RST, over HTTP/2 by RST_STREAM with CANCEL.
	 */
	public void expectReset() {
		require(expectEnd() == End.RESET, End.RESET.toString(), End.EOF);
	}

	/**
	 * Expect the end of the stream.
	 * @return whether it was a FIN or an RST
	 */
	public End expectEnd() {
		Received received = next(this.connection.timeout());
		if (received instanceof End end) {
			return end;
		}
		throw unexpected("the end of the stream", received);
	}

	/**
	 * {@linkplain RawConnection#close() Close} the connection, without a Close frame.
	 */
	@Override
	public void close() {
		this.connection.close();
	}

	private static Frame frame(String expected, Received received) {
		if (received instanceof Frame frame) {
			return frame;
		}
		throw unexpected(expected, received);
	}

	private static void require(boolean satisfied, String expected, Object received) {
		if (!satisfied) {
			throw unexpected(expected, received);
		}
	}

	private static AssertionError unexpected(String expected, Object received) {
		return new AssertionError("expected " + expected + " but received " + received);
	}

	private static String shorten(String text) {
		return (text.length() <= 40) ? text : text.substring(0, 40) + "… (" + text.length() + " characters)";
	}

}
