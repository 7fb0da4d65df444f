package io.github.websocketstarter.test;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The client's side of an HTTP/2 connection (RFC 9113). A thread of its own reads all
 * that comes, answers SETTINGS and PING, and hands what is for a stream to its
 * {@link StreamWire}. The window of the connection is as large as can be, so that only
 * those of the streams hold the server back.
 */
final class Http2Session {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int WINDOW_GROWTH = 1 << 30;

	/** As much as TCP takes in, roughly. */
	private static final int STREAM_WINDOW = 1 << 20;

	private final TcpSocket socket;

	private final DataInputStream input;

	// guarded by itself; whoever holds it may take the monitor, and not the other way
	// round
	private final OutputStream output;

	// of the reading thread

	private final HeaderDecoder decoder = new HeaderDecoder();

	private final List<Http2Frame> replies = new ArrayList<>();

	private final Monitor monitor = new Monitor();

	// what follows is guarded by the monitor

	private final PeerSettings settings = new PeerSettings();

	private final Map<Integer, StreamWire> streams = new HashMap<>();

	private final int streamWindow;

	private int nextStreamId = 1;

	private long sendWindow = PeerSettings.DEFAULT_WINDOW;

	private int receivedSinceGrowth;

	private int pings;

	private int pongs;

	private @Nullable GoAway goAway;

	// null until the server has ended the TCP connection
	private @Nullable End ended;

	/**
	 * Start to speak HTTP/2.
	 * @param socket the connection
	 * @param streamWindow how many octets the server may send on a stream before any is
	 * taken, 0 for the default
	 */
	Http2Session(TcpSocket socket, int streamWindow) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.stream().getInputStream());
		this.output = new BufferedOutputStream(socket.stream().getOutputStream(), 65536);
		this.streamWindow = (streamWindow > 0) ? streamWindow : STREAM_WINDOW;
		this.output.write(PREFACE);
		write(List.of(PeerSettings.client(this.streamWindow),
				Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, 0, WINDOW_GROWTH)));
		Thread thread = new Thread(this::read, "http2-client-" + socket.tcp().getLocalPort());
		thread.setDaemon(true);
		thread.start();
	}

	Monitor monitor() {
		return this.monitor;
	}

	PeerSettings settings() {
		return this.settings;
	}

	@Nullable GoAway goAway() {
		return this.goAway;
	}

	@Nullable End ended() {
		return this.ended;
	}

	int pongs() {
		return this.pongs;
	}

	// opens a stream by sending the headers of a request
	StreamWire open(Http2Request request) {
		StreamWire stream;
		// headers go out in the order of their stream identifiers
		synchronized (this.output) {
			synchronized (this.monitor) {
				stream = new StreamWire(this, this.nextStreamId, request, this.streamWindow,
						this.settings.initialWindow());
				this.streams.put(this.nextStreamId, stream);
				this.nextStreamId += 2;
			}
			write(HeaderEncoder.frames(stream.id(), request));
		}
		return stream;
	}

	/**
	 * Send a PING.
	 * @return its number, which {@link #pongs()} reaches with its answer
	 */
	int ping() {
		synchronized (this.output) {
			int number;
			synchronized (this.monitor) {
				number = ++this.pings;
			}
			write(List.of(Http2Frame.of(Http2Frame.PING, 0, 0, new byte[8])));
			return number;
		}
	}

	// writes frames as they are, by one TCP write if they are small
	void write(List<Http2Frame> frames) {
		if (frames.isEmpty()) {
			return;
		}
		synchronized (this.output) {
			try {
				for (Http2Frame frame : frames) {
					this.output.write(frame.encode());
				}
				this.output.flush();
			}
			catch (IOException ex) {
				// the reading thread tells
			}
		}
	}

	// takes from the window of the connection what a stream may send
	int reserve(int wanted) {
		int reserved = (int) Math.min(Math.min(wanted, this.sendWindow), this.settings.maximumFrame());
		this.sendWindow -= reserved;
		return reserved;
	}

	// the window of the connection for what we send
	long sendWindow() {
		return this.sendWindow;
	}

	void abort() {
		this.socket.reset();
	}

	void close() {
		this.socket.close();
	}

	private void read() {
		End end = End.EOF;
		try {
			while (true) {
				Http2Frame frame = Http2Frame.read(this.input);
				synchronized (this.monitor) {
					received(frame);
					this.monitor.changed();
				}
				write(this.replies);
				this.replies.clear();
			}
		}
		catch (EOFException ex) {
			// the end
		}
		catch (IOException ex) {
			end = End.RESET;
		}
		catch (AssertionError | RuntimeException ex) {
			this.monitor.fail(ex);
			return;
		}
		synchronized (this.monitor) {
			this.ended = end;
			this.monitor.changed();
		}
	}

	private void received(Http2Frame frame) {
		require(this.settings.known() || frame.type() == Http2Frame.SETTINGS, "SETTINGS first", frame);
		switch (frame.type()) {
			case Http2Frame.SETTINGS -> receivedSettings(frame);
			case Http2Frame.PING -> receivedPing(frame);
			case Http2Frame.GOAWAY -> receivedGoAway(frame);
			case Http2Frame.WINDOW_UPDATE -> receivedWindow(frame);
			case Http2Frame.HEADERS, Http2Frame.CONTINUATION -> receivedHeaders(frame);
			case Http2Frame.DATA -> receivedData(frame);
			case Http2Frame.RST_STREAM -> stream(frame).receivedReset(Http2Error.of(frame.number(0)));
			case Http2Frame.PUSH_PROMISE -> require(false, "no push", frame);
			default -> {
				// unknown types are ignored (RFC 9113 §5.5)
			}
		}
	}

	private void receivedSettings(Http2Frame frame) {
		if (!frame.has(Http2Frame.ACK)) {
			int growth = this.settings.update(frame);
			this.streams.values().forEach((stream) -> stream.grow(growth));
			this.replies.add(Http2Frame.of(Http2Frame.SETTINGS, Http2Frame.ACK, 0));
		}
	}

	private void receivedPing(Http2Frame frame) {
		if (frame.has(Http2Frame.ACK)) {
			this.pongs++;
		}
		else {
			this.replies.add(Http2Frame.of(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload()));
		}
	}

	private void receivedGoAway(Http2Frame frame) {
		this.goAway = new GoAway(frame.number(0) & Integer.MAX_VALUE, Http2Error.of(frame.number(4)));
	}

	private void receivedWindow(Http2Frame frame) {
		if (frame.streamId() == 0) {
			this.sendWindow += frame.number(0);
		}
		else {
			stream(frame).grow(frame.number(0));
		}
	}

	private void receivedHeaders(Http2Frame frame) {
		HttpAnswer answer = this.decoder.decode(frame);
		if (answer != null) {
			stream(frame).receivedHeaders(answer, this.decoder.endStream());
		}
	}

	private void receivedData(Http2Frame frame) {
		int padding = stream(frame).receivedData(frame);
		if (padding > 0) {
			this.replies.add(Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, frame.streamId(), padding));
		}
		this.receivedSinceGrowth += frame.payload().length;
		if (this.receivedSinceGrowth >= WINDOW_GROWTH / 2) {
			this.replies.add(Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, 0, this.receivedSinceGrowth));
			this.receivedSinceGrowth = 0;
		}
	}

	private StreamWire stream(Http2Frame frame) {
		StreamWire stream = this.streams.get(frame.streamId());
		if (stream == null) {
			throw new AssertionError("expected no frame for a stream that nobody opened but received " + frame);
		}
		return stream;
	}

	static void require(boolean legal, String expected, Http2Frame frame) {
		if (!legal) {
			throw new AssertionError("expected " + expected + " but received " + frame);
		}
	}

}
