package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.SocketSettings;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the transport is read: as long as the application takes what arrives, or
 * the read-ahead has room, or only the end of the peer's stream is awaited. Used on the
 * event loop only.
 */
final class Intake {

	private final Socket socket;

	private final Transport transport;

	private final Liveness liveness;

	private final FrameWriter writer;

	private final FrameDecoder decoder;

	private final Inbound inbound;

	// Null without limits.
	private final @Nullable Rates rates;

	// Whether a read was asked for and has not completed.
	private boolean reading;

	// Whether the peer's stream ends after what was received.
	private boolean ended;

	private boolean lingering;

	private boolean stopped;

	// How many bytes the last read brought.
	private int chunk;

	Intake(Socket socket, Transport transport, SocketSettings settings, Liveness liveness, FrameWriter writer,
			@Nullable PerMessageDeflate deflate) {
		this.socket = socket;
		this.transport = transport;
		this.liveness = liveness;
		this.writer = writer;
		this.inbound = new Inbound(socket, settings.readAhead());
		this.rates = Rates.of(socket, settings.rateLimit());
		this.decoder = new FrameDecoder(socket, this.inbound, settings, deflate, this.rates);
	}

	Inbound inbound() {
		return this.inbound;
	}

	boolean isDecoding() {
		return !this.lingering && !this.stopped;
	}

	void received(ByteBuf bytes) {
		this.socket.tally().received(bytes.readableBytes());
		if (!isDecoding()) {
			bytes.release();
			return;
		}
		this.liveness.received();
		this.chunk = bytes.readableBytes();
		this.writer.collect();
		try {
			if (this.rates == null || this.rates.received(this.chunk)) {
				this.decoder.accept(bytes);
			}
			else {
				bytes.release();
			}
		}
		finally {
			this.writer.flushCollected();
		}
	}

	/**
	 * Return whether received bytes are being decoded and nothing waits before them, so
	 * that demand is seen without {@link #resume()}.
	 */
	boolean isFlowing() {
		return this.decoder.isBusy() && this.inbound.isEmpty();
	}

	void start() {
		readMore();
	}

	/**
	 * The peer's stream ends after what was received, which is heard of as soon as more
	 * would be read.
	 */
	void inputEnded() {
		this.ended = true;
	}

	void readComplete() {
		this.reading = false;
		readMore();
	}

	/**
	 * The application takes more.
	 */
	void resume() {
		this.writer.collect();
		try {
			this.inbound.deliver();
			this.decoder.resume();
		}
		finally {
			this.writer.flushCollected();
		}
		readMore();
	}

	/**
	 * From now on read only to find the end.
	 */
	void linger() {
		this.lingering = true;
		this.decoder.release();
		readMore();
	}

	/**
	 * The transport has ended.
	 */
	void stop() {
		this.stopped = true;
		this.decoder.release();
	}

	private void readMore() {
		if (this.reading || this.stopped) {
			return;
		}
		boolean room = this.lingering || (!this.decoder.isHolding() && this.inbound.hasRoom());
		this.liveness.reading(room);
		if (this.rates != null) {
			this.rates.reading(room);
		}
		if (room) {
			this.reading = true;
			if (this.ended) {
				this.socket.loop().execute(this.socket::inputEnded);
			}
			else {
				this.transport.read();
			}
		}
	}

	/**
	 * Allocate the buffer for a message that comes in parts: as much as twice what is
	 * there, not what the peer announces.
	 */
	ByteBuf allocate(int available) {
		long expected = available + this.decoder.remaining();
		return this.transport.allocator().buffer((int) Math.min(expected, Math.max(2L * available, 256)));
	}

	/**
	 * Return a size for a buffer that collects frames: as much as was just received.
	 */
	int batchHint(int most) {
		return Math.min(most, Math.max(256, this.chunk));
	}

}
