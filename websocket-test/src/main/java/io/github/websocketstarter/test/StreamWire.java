package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A stream of an HTTP/2 connection. The server may send as much as its window allows, and
 * the window grows by what is read here.
 */
final class StreamWire implements Wire {

	private final Http2Session session;

	private final int id;

	private final boolean connect;

	private final Monitor monitor;

	// what follows is guarded by the monitor

	private final Deque<HttpAnswer> answers = new ArrayDeque<>();

	private final OctetQueue received = new OctetQueue();

	// whether the answer has agreed to CONNECT
	private boolean open;

	private long receiveWindow;

	private long sendWindow;

	private boolean endSent;

	private boolean endReceived;

	private boolean resetSent;

	// null until the server has reset the stream
	private @Nullable Http2Error resetReceived;

	StreamWire(Http2Session session, int id, Http2Request request, int receiveWindow, int sendWindow) {
		this.session = session;
		this.id = id;
		this.connect = request.isConnect();
		this.monitor = session.monitor();
		this.receiveWindow = receiveWindow;
		this.sendWindow = sendWindow;
		this.endSent = request.endStream();
	}

	int id() {
		return this.id;
	}

	// whether the server has agreed to CONNECT
	boolean isOpen() {
		return this.open;
	}

	boolean endReceived() {
		return this.endReceived;
	}

	@Nullable Http2Error resetReceived() {
		synchronized (this.monitor) {
			return this.resetReceived;
		}
	}

	// how many octets the server takes now
	long sendWindow() {
		synchronized (this.monitor) {
			return Math.min(this.sendWindow, this.session.sendWindow());
		}
	}

	/**
	 * Read the answer to the request.
	 * @param deadline until when to wait
	 * @return the answer with its body; one that agrees to CONNECT has none
	 */
	HttpAnswer answer(Deadline deadline) throws SocketTimeoutException {
		HttpAnswer head;
		do {
			this.monitor.await(() -> !this.answers.isEmpty() || isOver(), deadline);
			synchronized (this.monitor) {
				head = this.answers.poll();
			}
			if (head == null) {
				throw new AssertionError("expected an HTTP response but the stream ended: " + howItEnded());
			}
		}
		while (head.status() < 200);
		this.open = this.connect && head.status() < 300;
		return this.open ? head : new HttpAnswer(head.status(), head.headers(), body(deadline));
	}

	private String body(Deadline deadline) throws SocketTimeoutException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		int count;
		while ((count = read(buffer, 0, buffer.length, deadline)) > 0) {
			body.write(buffer, 0, count);
		}
		if (end() == End.RESET) {
			throw new AssertionError("expected the end of an HTTP response but the stream ended: " + howItEnded());
		}
		return body.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public int read(byte[] target, int offset, int length, Deadline deadline) throws SocketTimeoutException {
		int count;
		boolean grow;
		synchronized (this.monitor) {
			this.monitor.await(() -> !this.received.isEmpty() || isOver(), deadline);
			count = this.received.take(target, offset, length);
			grow = count > 0 && !isOver();
			this.receiveWindow += grow ? count : 0;
		}
		if (grow) {
			this.session.write(List.of(Http2Frame.ofInt(Http2Frame.WINDOW_UPDATE, this.id, count)));
		}
		return (count > 0) ? count : -1;
	}

	// nothing more comes from the server
	private boolean isOver() {
		return this.endReceived || isGone();
	}

	@Override
	public End end() {
		synchronized (this.monitor) {
			if (this.endReceived) {
				return End.EOF;
			}
			boolean lost = this.resetReceived == null && !this.resetSent && this.session.ended() != null;
			if (lost || this.resetReceived == Http2Error.CANCEL) {
				return End.RESET;
			}
			throw new AssertionError(
					"expected the server to end the stream by END_STREAM or CANCEL but it ended: " + howItEnded());
		}
	}

	private String howItEnded() {
		synchronized (this.monitor) {
			if (this.resetReceived != null) {
				return "RST_STREAM " + this.resetReceived;
			}
			if (this.resetSent) {
				return "the client has reset it";
			}
			return this.endReceived ? "END_STREAM" : "the TCP connection has ended";
		}
	}

	@Override
	public void write(byte[] octets, int offset, int length) {
		write(octets, offset, length, false);
	}

	void write(byte[] octets, int offset, int length, boolean end) {
		List<Http2Frame> frames = new ArrayList<>();
		int position = offset;
		while (position < offset + length) {
			int count = reserve(offset + length - position, frames.isEmpty());
			if (count < 0) {
				return;
			}
			if (count == 0) {
				this.session.write(frames);
				frames.clear();
			}
			else {
				byte[] payload = Arrays.copyOfRange(octets, position, position + count);
				position += count;
				boolean last = end && position == offset + length;
				frames.add(Http2Frame.of(Http2Frame.DATA, last ? Http2Frame.END_STREAM : 0, this.id, payload));
			}
		}
		this.session.write(frames);
		this.endSent |= end;
	}

	// -1 if the stream is gone; 0, if not to wait, while the windows are closed
	private int reserve(int wanted, boolean wait) {
		synchronized (this.monitor) {
			if (wait) {
				awaitWindow();
			}
			if (isGone()) {
				return -1;
			}
			int reserved = this.session.reserve((int) Math.max(0, Math.min(wanted, this.sendWindow)));
			this.sendWindow -= reserved;
			return reserved;
		}
	}

	private void awaitWindow() {
		try {
			this.monitor.await(() -> sendWindow() > 0 || isGone(), Deadline.NEVER);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	// nothing more goes to the server
	private boolean isGone() {
		return this.resetReceived != null || this.resetSent || this.session.ended() != null;
	}

	@Override
	public void shutdownOutput() {
		synchronized (this.monitor) {
			if (this.endSent || isGone()) {
				return;
			}
			this.endSent = true;
		}
		this.session.write(List.of(Http2Frame.of(Http2Frame.DATA, Http2Frame.END_STREAM, this.id)));
	}

	@Override
	public void reset() {
		reset(Http2Error.CANCEL);
	}

	void reset(Http2Error error) {
		synchronized (this.monitor) {
			if (isGone()) {
				return;
			}
			this.resetSent = true;
			this.monitor.changed();
		}
		this.session.write(List.of(Http2Frame.ofInt(Http2Frame.RST_STREAM, this.id, error.code())));
	}

	/** Reset the stream unless both sides have ended it; the connection stays. */
	@Override
	public void close() {
		synchronized (this.monitor) {
			if (this.endSent && this.endReceived) {
				return;
			}
		}
		reset();
	}

	void grow(int octets) {
		this.sendWindow += octets;
	}

	void receivedHeaders(HttpAnswer answer, boolean end) {
		requireOpen("HEADERS");
		this.answers.add(answer);
		this.endReceived = end;
	}

	/**
	 * Take a frame.
	 * @param frame a DATA frame
	 * @return how many octets of the window nobody will read
	 */
	int receivedData(Http2Frame frame) {
		requireOpen("DATA");
		byte[] content = frame.content();
		this.receiveWindow -= content.length;
		Http2Session.require(this.receiveWindow >= 0, "no more than the window allows", frame);
		this.received.add(content);
		this.endReceived = frame.has(Http2Frame.END_STREAM);
		return frame.payload().length - content.length;
	}

	private void requireOpen(String type) {
		if (this.endReceived || this.resetReceived != null) {
			throw new AssertionError(
					"expected nothing on stream %d after %s but received %s".formatted(this.id, howItEnded(), type));
		}
	}

	void receivedReset(Http2Error error) {
		if (this.resetReceived == null) {
			this.resetReceived = error;
		}
	}

}
