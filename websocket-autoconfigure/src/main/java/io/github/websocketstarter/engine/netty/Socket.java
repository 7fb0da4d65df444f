package io.github.websocketstarter.engine.netty;

import java.util.concurrent.TimeUnit;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectTokenSource;
import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.ClosingHandshake;
import io.github.websocketstarter.engine.ClosingHandshake.Step;
import io.github.websocketstarter.engine.KeepAlive;
import io.github.websocketstarter.engine.Opcode;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.engine.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;

/**
 * One connection's life: the only owner of its state. Everything but {@link #state()},
 * {@link #execute}, {@link #disconnected()} and {@link #status()} is confined to the
 * event loop.
 */
final class Socket extends RemoteTasks {

	private static final Log logger = LogFactory.getLog(Socket.class);

	private final String id;

	private final Transport transport;

	private final SocketSettings settings;

	private final NettyDataBufferFactory buffers;

	private final ClosingHandshake closing = new ClosingHandshake();

	private final FrameDecoder decoder;

	private final Inbound inbound;

	private final Outbound outbound;

	private final Pings pings;

	private final KeepAlive keepAlive;

	private final DisconnectTokenSource disconnect = new DisconnectTokenSource();

	private final Sinks.One<CloseStatus> status = Sinks.one();

	private final Sinks.Empty<Void> gone = Sinks.empty();

	private final Sinks.Empty<Void> ended = Sinks.empty();

	// Null until the handler is started.
	private @Nullable HandlerRun handler;

	private Heartbeat.@Nullable Beat beat;

	// Why the connection ends: the first reason that was found.
	private @Nullable DisconnectReason reason;

	private @Nullable CloseFrame peerClose;

	// Whether the application has closed the connection, so that its handler knows.
	private boolean closedHere;

	// The limit of the closing handshake, and then of the transport's and the handler's
	// end.
	private @Nullable Future<?> timer;

	// Whether a read was asked for and has not completed.
	private boolean reading;

	// Whether only the end of the peer's stream is awaited.
	private boolean lingering;

	private boolean inactive;

	private boolean over;

	private int chunk;

	Socket(String id, EventLoop loop, Transport transport, SocketSettings settings, NettyDataBufferFactory buffers) {
		super(loop);
		this.id = id;
		this.transport = transport;
		this.settings = settings;
		this.buffers = buffers;
		this.decoder = new FrameDecoder(this, settings);
		this.inbound = new Inbound(this, settings.readAhead());
		this.outbound = new Outbound(this, transport, settings.maxOutbound());
		this.keepAlive = new KeepAlive(settings.keepAliveInterval(), settings.keepAliveTimeout(),
				settings.idleTimeout(), System.nanoTime());
		this.pings = new Pings(this);
	}

	/**
	 * Begin with the handler, which may subscribe before the first byte is decoded.
	 */
	void start(HandlerRun run) {
		this.handler = run;
		this.reading = true;
		if (this.keepAlive.tick() > 0) {
			this.beat = Heartbeat.current(loop()).add(this, this.keepAlive.tick());
		}
		this.outbound.collect();
		try {
			run.start();
		}
		finally {
			this.outbound.flushCollected();
		}
	}

	// What others ask

	String id() {
		return this.id;
	}

	WebSocketState state() {
		return this.closing.state();
	}

	Inbound inbound() {
		return this.inbound;
	}

	Outbound outbound() {
		return this.outbound;
	}

	Pings pings() {
		return this.pings;
	}

	DisconnectTokenSource disconnected() {
		return this.disconnect;
	}

	Mono<CloseStatus> status() {
		return this.status.asMono();
	}

	/**
	 * Return when the transport has ended.
	 */
	Mono<Void> gone() {
		return this.gone.asMono();
	}

	/**
	 * Return when the transport has ended and the handler too.
	 */
	Mono<Void> ended() {
		return this.ended.asMono();
	}

	NettyDataBuffer wrap(ByteBuf bytes) {
		return this.buffers.wrap(bytes);
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

	boolean isDecoding() {
		return !this.lingering && !this.inactive && this.closing.state().canReceive();
	}

	long nextPing() {
		return this.keepAlive.next();
	}

	WebSocketClosedException closedException(String what) {
		HandlerRun run = this.handler;
		String rule = (run != null && run.isDone() && this.reason == DisconnectReason.COMPLETED)
				? ". Its handler has ended, and a connection lives only as long as its handler: keep the handler's "
						+ "publisher open, for example with Sinks.empty(), while others use the connection"
				: "";
		CloseFrame frame = this.peerClose;
		CloseStatus how = (frame != null) ? toStatus(frame) : CloseStatus.NO_CLOSE_FRAME;
		return new WebSocketClosedException(what + ": the connection " + this.id + " is " + state()
				+ ((this.reason != null) ? " (" + this.reason + ")" : "") + rule, how, null);
	}

	private static CloseStatus toStatus(CloseFrame frame) {
		return new CloseStatus(frame.code(), frame.reason().isEmpty() ? null : frame.reason());
	}

	// What the transport tells

	void received(ByteBuf bytes) {
		if (this.lingering) {
			bytes.release();
			return;
		}
		if (this.keepAlive.isListening()) {
			this.keepAlive.received(System.nanoTime());
		}
		this.chunk = bytes.readableBytes();
		this.outbound.collect();
		try {
			this.decoder.accept(bytes);
		}
		finally {
			this.outbound.flushCollected();
		}
	}

	void readRequested() {
		this.reading = true;
	}

	void readComplete() {
		this.reading = false;
		readMore();
	}

	void writabilityChanged() {
		this.outbound.writabilityChanged();
	}

	void transportFailed(Throwable cause) {
		boolean reset = cause instanceof java.io.IOException;
		because(reset ? DisconnectReason.PEER_RESET : DisconnectReason.TRANSPORT_ERROR);
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] The transport failed: " + cause);
		}
		if (!reset) {
			this.transport.close();
		}
	}

	void transportEnded() {
		if (this.inactive) {
			return;
		}
		this.inactive = true;
		if (this.closing.transportEnded()) {
			because(DisconnectReason.PEER_EOF);
			finish(closedException("The connection was lost"));
		}
		this.decoder.release();
		this.outbound.release();
		this.gone.tryEmitEmpty();
		endIfDone();
	}

	// What the peer sends

	void control(int opcode, ByteBuf payload) {
		switch (opcode) {
			case Opcode.PING -> this.outbound.control(Opcode.PONG, Unpooled.copiedBuffer(payload));
			case Opcode.PONG -> pong(payload);
			default -> peerClosed(payload);
		}
	}

	private void pong(ByteBuf payload) {
		long number = (payload.readableBytes() == 8) ? payload.getLong(payload.readerIndex()) : -1;
		this.keepAlive.pong(number);
		this.pings.pong(number);
	}

	private void peerClosed(ByteBuf payload) {
		CloseFrame frame = CloseFrame.parse(payload.nioBuffer());
		if (frame == null) {
			violated(new Violation(Violation.PROTOCOL_ERROR, "a Close frame has an invalid status code or reason"));
			return;
		}
		this.peerClose = frame;
		if (this.reason == null) {
			because(DisconnectReason.PEER_CLOSED);
		}
		Step step = this.closing.peerClosed(this.settings.closeReply() == CloseReply.AUTOMATIC);
		if (step == Step.NONE) {
			this.inbound.end(null);
			startTimer(this::replyLate);
			return;
		}
		finish(null);
		closeTransport((step == Step.SEND_CLOSE_AND_END) ? frame.reply() : null, false);
	}

	private void replyLate() {
		close(null, true);
	}

	void violated(Violation violation) {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] Closing with " + violation.code() + ": " + violation.detail());
		}
		because((violation.code() == Violation.TOO_BIG) ? DisconnectReason.TOO_BIG : DisconnectReason.PROTOCOL_ERROR);
		end(new CloseFrame(violation.code(), ""));
	}

	/**
	 * End without the peer: with a Close frame if none was sent yet, then with what it
	 * still sends being dropped until it ends too.
	 */
	private void end(CloseFrame frame) {
		Step step = this.closing.violated();
		if (step == Step.NONE) {
			return;
		}
		this.peerClose = frame;
		finish(closedException("The connection was ended with " + frame.code()));
		closeTransport((step == Step.SEND_CLOSE_AND_END) ? frame : null, true);
	}

	// What the application does

	void resume() {
		this.inbound.deliver();
		this.outbound.collect();
		try {
			this.decoder.resume();
		}
		finally {
			this.outbound.flushCollected();
		}
		readMore();
	}

	/**
	 * Send a Close frame after what was accepted.
	 * @param frame the frame; {@code null} for the answer to the peer's
	 * @param wait whether to wait for the peer's and end within the close timeout
	 */
	private void close(@Nullable CloseFrame frame, boolean wait) {
		close(frame, wait, Outbound.NOBODY);
	}

	/**
	 * The application closes.
	 */
	void closeHere(CloseFrame frame, boolean wait, Outbound.Completion completion) {
		this.closedHere = true;
		close(frame, wait, completion);
	}

	private void close(@Nullable CloseFrame frame, boolean wait, Outbound.Completion completion) {
		CloseFrame answered = this.peerClose;
		CloseFrame own = (frame != null) ? frame : (answered != null) ? answered.reply() : new CloseFrame(1000, "");
		Step step = this.closing.close();
		if (step == Step.SEND_CLOSE_AND_END) {
			finish(null);
			closeTransport(own, false);
			completion.done();
			return;
		}
		if (step == Step.SEND_CLOSE) {
			this.outbound.close(own, completion);
		}
		else {
			completion.done();
		}
		if (wait && this.closing.state() == WebSocketState.CLOSE_SENT && this.timer == null) {
			because(DisconnectReason.COMPLETED);
			this.inbound.discard();
			startTimer(this::closeLate);
			resume();
		}
	}

	private void closeLate() {
		logger.debug("[" + this.id + "] The peer did not answer the Close frame within 'close-timeout'");
		if (this.reason == null || this.reason == DisconnectReason.COMPLETED) {
			this.reason = DisconnectReason.CLOSE_TIMEOUT;
		}
		abort(this.reason);
	}

	void abort(DisconnectReason why) {
		because(why);
		if (this.closing.abort() == Step.RESET) {
			finish(closedException("The connection was aborted"));
			this.outbound.fail();
			this.transport.reset();
		}
	}

	void overflowed() {
		because(DisconnectReason.SLOW_CONSUMER);
		end(new CloseFrame(1013, ""));
	}

	void streamBroken(@Nullable Throwable error) {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] Closing with 1011: a message sent in fragments was given up", error);
		}
		because(DisconnectReason.HANDLER_ERROR);
		close(new CloseFrame(1011, ""), true);
	}

	/**
	 * A receiver threw from its {@code onNext}.
	 */
	void failed(Throwable error) {
		logger.error("[" + this.id + "] Closing with 1011: the subscriber of receive() failed", error);
		because(DisconnectReason.HANDLER_ERROR);
		close(new CloseFrame(1011, ""), true);
	}

	void handlerEnded(@Nullable Throwable error) {
		boolean open = this.closing.state().canSend();
		if (error != null && open) {
			logger.error("[" + this.id + "] Closing with 1011: the WebSocket handler failed", error);
		}
		else if (error != null && logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] The WebSocket handler failed after the end of the connection: " + error);
		}
		if (open) {
			because((error != null) ? DisconnectReason.HANDLER_ERROR : DisconnectReason.COMPLETED);
		}
		if (!this.closing.state().isTerminal()) {
			close((error != null) ? new CloseFrame(1011, "") : null, true);
		}
		endIfDone();
	}

	void shutdown() {
		because(DisconnectReason.SHUTDOWN);
		end(new CloseFrame(1001, ""));
	}

	// Time

	void beat(long now) {
		switch (this.keepAlive.check(now, this.closing.state().canSend())) {
			case PONG -> this.outbound.control(Opcode.PONG, Unpooled.EMPTY_BUFFER);
			case PING -> this.outbound.control(Opcode.PING, Unpooled.copyLong(this.keepAlive.expected()));
			case LOST -> abort(DisconnectReason.KEEP_ALIVE_TIMEOUT);
			case IDLE -> {
				because(DisconnectReason.IDLE_TIMEOUT);
				close(new CloseFrame(1001, ""), true);
			}
			case NOTHING -> {
				// until the next beat
			}
		}
	}

	private void startTimer(Runnable task) {
		cancelTimer();
		this.timer = loop().schedule(() -> {
			this.timer = null;
			task.run();
		}, this.settings.closeTimeout(), TimeUnit.NANOSECONDS);
	}

	private void cancelTimer() {
		Future<?> current = this.timer;
		this.timer = null;
		if (current != null) {
			current.cancel(false);
		}
	}

	// The end

	private void because(DisconnectReason why) {
		if (this.reason == null) {
			this.reason = why;
		}
	}

	/**
	 * The connection is over for the application: everything pending ends.
	 * @param error what receivers are told; {@code null} after a closing handshake
	 */
	private void finish(@Nullable WebSocketClosedException error) {
		cancelTimer();
		if (this.beat != null) {
			this.beat.cancel();
			this.beat = null;
		}
		this.pings.fail(closedException("No PONG came"));
		CloseFrame frame = this.peerClose;
		this.status.tryEmitValue((frame != null) ? toStatus(frame) : CloseStatus.NO_CLOSE_FRAME);
		DisconnectReason why = (this.reason != null) ? this.reason : DisconnectReason.PEER_EOF;
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] Ended " + state() + " by " + why + " with "
					+ ((frame != null) ? frame.code() : CloseFrame.NO_CLOSE_FRAME));
		}
		boolean told = this.closedHere || this.inbound.isHeard();
		this.inbound.end(error);
		this.disconnect.disconnect(why);
		HandlerRun run = this.handler;
		if (run != null && !(told && (error == null || why == DisconnectReason.CLOSE_TIMEOUT))) {
			run.cancel();
		}
		startTimer(this::endLate);
	}

	private void endLate() {
		if (!this.inactive) {
			this.transport.reset();
		}
		if (this.handler != null) {
			this.handler.cancel();
		}
		endIfDone();
	}

	private void closeTransport(@Nullable CloseFrame frame, boolean linger) {
		this.outbound.closeNow(frame).addListener((sent) -> {
			if (this.inactive) {
				return;
			}
			if (linger && sent.isSuccess()) {
				this.transport.endOutput();
				readMore();
			}
			else {
				this.transport.close();
			}
		});
		this.lingering = true;
		this.decoder.release();
	}

	private void readMore() {
		if (this.reading || this.inactive) {
			return;
		}
		boolean room = this.lingering || (!this.decoder.isHolding() && this.inbound.hasRoom());
		if (this.keepAlive.isListening()) {
			this.keepAlive.reading(room, System.nanoTime());
		}
		if (room) {
			this.reading = true;
			this.transport.read();
		}
	}

	private void endIfDone() {
		HandlerRun run = this.handler;
		if (this.inactive && !this.over && (run == null || run.isDone())) {
			this.over = true;
			cancelTimer();
			this.inbound.release();
			this.ended.tryEmitEmpty();
		}
	}

	@Override
	void beforeTasks() {
		this.outbound.collect();
	}

	@Override
	void afterTasks() {
		this.outbound.flushCollected();
	}

}
