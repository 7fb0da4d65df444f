package io.github.websocketstarter.engine.netty;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import javax.net.ssl.SSLException;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.ClosingHandshake;
import io.github.websocketstarter.engine.ClosingHandshake.Step;
import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.Opcode;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.engine.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.CloseStatus;

/**
 * One connection's life: every event of the transport, the peer, the application and time
 * comes here and moves the closing handshake. Everything but {@link #state()} and
 * {@link #execute} is confined to the event loop.
 */
final class Socket extends RemoteTasks {

	private static final Log logger = LogFactory.getLog(Socket.class);

	private final String id;

	private final OpenSockets open;

	private final Tally tally = new Tally();

	private final Transport transport;

	private final boolean answersClose;

	private final NettyDataBufferFactory buffers;

	private final ClosingHandshake closing = new ClosingHandshake();

	private final @Nullable PerMessageDeflate deflate;

	private final FrameWriter writer;

	private final Outbound outbound;

	private final Liveness liveness;

	private final Intake intake;

	private final Ending ending;

	private boolean inactive;

	Socket(String id, OpenSockets open, EventLoop loop, Transport transport, SocketSettings settings,
			@Nullable Compression compression, NettyDataBufferFactory buffers, Budget budget) {
		super(loop);
		this.id = id;
		this.open = open;
		this.transport = transport;
		this.answersClose = settings.closeReply() == CloseReply.AUTOMATIC;
		this.buffers = buffers;
		this.deflate = (compression != null) ? new PerMessageDeflate(compression) : null;
		this.writer = new FrameWriter(this, transport, this.deflate);
		this.outbound = new Outbound(this, this.writer, settings.outbound(), budget);
		this.liveness = new Liveness(this, settings);
		this.intake = new Intake(this, transport, settings, this.liveness, this.writer, this.deflate);
		this.ending = new Ending(this, settings);
	}

	/**
	 * Begin with the handler, which may subscribe before the first byte is decoded.
	 */
	void start(HandlerRun run) {
		this.open.add(this);
		this.liveness.start();
		this.outbound.burst(() -> this.ending.start(run));
		this.intake.start();
	}

	String id() {
		return this.id;
	}

	WebSocketState state() {
		return this.closing.state();
	}

	Tally tally() {
		return this.tally;
	}

	/**
	 * Return what compresses messages, or {@code null} if they may not be compressed.
	 */
	@Nullable PerMessageDeflate deflate() {
		return this.deflate;
	}

	boolean isTransportShared() {
		return this.transport.isShared();
	}

	Intake intake() {
		return this.intake;
	}

	Inbound inbound() {
		return this.intake.inbound();
	}

	Outbound outbound() {
		return this.outbound;
	}

	Liveness liveness() {
		return this.liveness;
	}

	Ending ending() {
		return this.ending;
	}

	NettyDataBuffer wrap(ByteBuf bytes) {
		return this.buffers.wrap(bytes);
	}

	boolean isDecoding() {
		return this.intake.isDecoding() && this.closing.state().canReceive();
	}

	WebSocketClosedException closedException(String what) {
		return this.ending.exception(what);
	}

	// The transport

	/**
	 * Reading or writing failed: the connection is lost, also where Netty notices before
	 * it says so.
	 */
	void transportFailed(Throwable cause) {
		boolean reset = cause instanceof IOException && !(cause instanceof SSLException);
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] The transport failed: " + cause);
		}
		lost(reset ? DisconnectReason.PEER_RESET : DisconnectReason.TRANSPORT_ERROR);
		this.transport.fail();
	}

	/**
	 * The peer's stream was reset, and so was ours.
	 */
	void peerReset() {
		lost(DisconnectReason.PEER_RESET);
	}

	/**
	 * The peer's stream has ended while ours is open, which is no loss if its Close frame
	 * came before.
	 */
	void inputEnded() {
		if (this.closing.state() != WebSocketState.CLOSE_RECEIVED) {
			lost(DisconnectReason.PEER_EOF);
			this.transport.endOutput();
		}
	}

	private void lost(DisconnectReason why) {
		if (this.closing.transportEnded()) {
			this.ending.because(why);
			tell(closedException("The connection was lost"));
			this.outbound.fail();
		}
	}

	void transportEnded() {
		if (this.inactive) {
			return;
		}
		this.inactive = true;
		lost(DisconnectReason.PEER_EOF);
		this.intake.stop();
		this.outbound.fail();
		this.writer.release();
		if (this.deflate != null) {
			this.deflate.close();
		}
		this.ending.transportEnded();
	}

	Transport transport() {
		return this.transport;
	}

	// The peer

	void control(int opcode, ByteBuf payload) {
		switch (opcode) {
			case Opcode.PING -> this.outbound.controls().pong(payload);
			case Opcode.PONG -> this.liveness.pong(payload);
			default -> peerClosed(payload);
		}
	}

	private void peerClosed(ByteBuf payload) {
		CloseFrame frame = CloseFrame.parse(payload.nioBuffer());
		if (frame == null) {
			violated(new Violation(Violation.PROTOCOL_ERROR, "a Close frame has an invalid status code or reason"));
			return;
		}
		this.ending.frame(frame);
		this.ending.because(DisconnectReason.PEER_CLOSED);
		Step step = this.closing.peerClosed(this.answersClose);
		if (step == Step.NONE) {
			inbound().end(null);
			this.ending.startTimer(() -> close(frame.reply(), true, Completion.NOBODY));
			return;
		}
		tell(null);
		closeTransport((step == Step.SEND_CLOSE_AND_END) ? frame.reply() : null, false);
	}

	void violated(Violation violation) {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] Closing with " + violation.code() + ": " + violation.detail());
		}
		this.ending.because(violation.reason());
		end(violation.code());
	}

	/**
	 * End without the peer: with a Close frame if none was sent yet, then with what it
	 * still sends being dropped until it ends too.
	 */
	private void end(int code) {
		Step step = this.closing.violated();
		if (step != Step.NONE) {
			CloseFrame frame = new CloseFrame(code, "");
			this.ending.frame(frame);
			tell(closedException("The connection was closed with " + code));
			closeTransport((step == Step.SEND_CLOSE_AND_END) ? frame : null, true);
		}
	}

	// The application

	/**
	 * Send a Close frame after what was accepted.
	 * @param frame the frame
	 * @param wait whether to wait for the peer's and end within the close timeout
	 * @param completion told what became of the frame
	 */
	void close(CloseFrame frame, boolean wait, Completion completion) {
		Step step = this.closing.close();
		if (step == Step.SEND_CLOSE_AND_END) {
			tell(null);
			closeTransport(frame, false);
			completion.done();
			return;
		}
		if (step == Step.SEND_CLOSE) {
			this.outbound.close(frame, completion);
		}
		else {
			completion.done();
		}
		if (wait && this.closing.state() == WebSocketState.CLOSE_SENT && !this.ending.isTimed()) {
			this.ending.because(DisconnectReason.COMPLETED);
			this.ending.startTimer(this::closeLate);
			inbound().discard();
			this.intake.resume();
		}
	}

	private void closeLate() {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.id + "] The peer did not answer the Close frame within 'close-timeout'");
		}
		this.ending.unanswered();
		abort(DisconnectReason.CLOSE_TIMEOUT);
	}

	void abort(DisconnectReason why) {
		this.ending.because(why);
		if (this.closing.abort() == Step.RESET) {
			tell(closedException("The connection was aborted"));
			this.outbound.fail();
			this.transport.reset();
		}
	}

	/**
	 * Fail the operations that are pending and leave the connection open.
	 */
	void cancelIo() {
		if (this.closing.state().isTerminal()) {
			return;
		}
		CancellationException cancelled = new CancellationException(
				"The operation was cancelled by cancelIo(); the connection " + this.id + " stays open");
		inbound().giveUp(cancelled);
		this.outbound.giveUp(cancelled);
		this.liveness.pings().fail(cancelled);
	}

	void overflowed() {
		this.ending.because(DisconnectReason.SLOW_CONSUMER);
		end(1013);
	}

	/**
	 * A message in fragments was given up, or a receiver threw from its {@code onNext}.
	 */
	void failed(String what, @Nullable Throwable error) {
		if (this.closing.state().isTerminal()) {
			return;
		}
		logger.error("[" + this.id + "] Closing with 1011: " + what, error);
		this.ending.because(DisconnectReason.HANDLER_ERROR);
		end(1011);
	}

	/**
	 * The server does not wait any longer.
	 */
	void shutdown() {
		this.ending.because(DisconnectReason.SHUTDOWN);
		end(1001);
	}

	/**
	 * Send the peer away in good order.
	 */
	void goAway(DisconnectReason why) {
		this.ending.because(why);
		close(new CloseFrame(1001, ""), true, Completion.NOBODY);
	}

	// The end

	/**
	 * The transport and the handler have ended.
	 */
	void ended() {
		if (logger.isDebugEnabled()) {
			CloseStatus how = this.ending.status();
			logger.debug("[" + this.id + "] Ended: state=" + state() + " reason=" + this.ending.reason() + " code="
					+ how.getCode() + " " + this.tally);
		}
		this.open.remove(this);
	}

	private void tell(@Nullable WebSocketClosedException error) {
		this.liveness.stop();
		this.ending.tell(error);
	}

	private void closeTransport(@Nullable CloseFrame frame, boolean linger) {
		this.outbound.closeNow(frame).addListener((sent) -> {
			if (this.inactive) {
				return;
			}
			if (linger && sent.isSuccess()) {
				this.transport.endOutput();
			}
			else {
				this.transport.close().addListener((ended) -> this.ending.left());
			}
		});
		this.intake.linger();
	}

	@Override
	void taskFailed(Throwable error) {
		failed("a subscriber or a released message failed an operation", error);
	}

	@Override
	void beforeTasks() {
		this.writer.collect();
	}

	@Override
	void afterTasks() {
		this.writer.flushCollected();
	}

}
