package io.github.websocketstarter.engine.netty;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectTokenSource;
import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.SocketSettings;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.reactive.socket.CloseStatus;

/**
 * How a connection ends, and who is told. Everything but {@link #token()} and the
 * publishers is confined to the event loop.
 */
final class Ending {

	private static final Log logger = LogFactory.getLog(Ending.class);

	private final Socket socket;

	private final long closeTimeout;

	private final long maxAge;

	private final DisconnectTokenSource disconnect = new DisconnectTokenSource();

	private final Sinks.One<CloseStatus> status = Sinks.one();

	private final Sinks.Empty<Void> gone = Sinks.empty();

	private final Sinks.Empty<Void> ended = Sinks.empty();

	// Null until the handler is started.
	private @Nullable HandlerRun handler;

	// The first reason that was found.
	private @Nullable DisconnectReason reason;

	// The peer's Close frame, or the one that ended the connection for a violation.
	private @Nullable CloseFrame frame;

	// Whether the application has closed the connection, so that its handler knows.
	private boolean closedHere;

	// Null without a limit of the age.
	private @Nullable Future<?> age;

	// The limit of the closing handshake, and then of the transport's and handler's end.
	private @Nullable Future<?> timer;

	// Called when the connection is over for the application.
	private Runnable first = () -> {
	};

	private boolean told;

	private boolean inactive;

	private boolean over;

	Ending(Socket socket, SocketSettings settings) {
		this.socket = socket;
		this.closeTimeout = settings.closeTimeout();
		double left = 1 - settings.maxAgeJitter() * ThreadLocalRandom.current().nextDouble();
		this.maxAge = (long) (settings.maxAge() * left);
	}

	void start(HandlerRun run) {
		this.handler = run;
		if (this.maxAge > 0) {
			this.age = this.socket.loop()
				.schedule(() -> this.socket.goAway(DisconnectReason.MAX_AGE), this.maxAge, TimeUnit.NANOSECONDS);
		}
		run.start();
	}

	/**
	 * Set who is told before all others that the connection is over for the application.
	 */
	void first(Runnable told) {
		this.first = told;
		if (this.told) {
			told.run();
		}
	}

	void because(DisconnectReason why) {
		if (this.reason == null) {
			this.reason = why;
		}
	}

	/**
	 * The peer did not answer a regular Close frame.
	 */
	void unanswered() {
		if (this.reason == DisconnectReason.COMPLETED) {
			this.reason = DisconnectReason.CLOSE_TIMEOUT;
		}
	}

	@Nullable DisconnectReason reason() {
		return this.reason;
	}

	void frame(CloseFrame frame) {
		this.frame = frame;
	}

	@Nullable CloseFrame frame() {
		return this.frame;
	}

	void closedHere() {
		this.closedHere = true;
	}

	void startTimer(Runnable task) {
		cancelTimer();
		this.timer = this.socket.loop().schedule(() -> {
			this.timer = null;
			task.run();
		}, this.closeTimeout, TimeUnit.NANOSECONDS);
	}

	boolean isTimed() {
		return this.timer != null;
	}

	private void cancelTimer() {
		Future<?> current = this.timer;
		this.timer = null;
		if (current != null) {
			current.cancel(false);
		}
	}

	/**
	 * The connection is over for the application: everything pending ends. A handler that
	 * knows of a regular end has the close timeout to finish, any other is cancelled.
	 * @param error what receivers are told; {@code null} after a closing handshake
	 */
	void tell(@Nullable WebSocketClosedException error) {
		CloseStatus how = status();
		DisconnectReason why = (this.reason != null) ? this.reason : DisconnectReason.TRANSPORT_ERROR;
		if (this.age != null) {
			this.age.cancel(false);
		}
		this.told = true;
		this.first.run();
		this.status.tryEmitValue(how);
		boolean regular = error == null || why == DisconnectReason.CLOSE_TIMEOUT;
		boolean known = this.closedHere || this.socket.inbound().isHeard();
		// Who is told by its messages may ask the token.
		this.disconnect.disconnect(why);
		this.socket.inbound().end(error);
		if (this.handler != null && !(regular && known)) {
			this.handler.cancel();
		}
		startTimer(this::late);
	}

	void handlerEnded(@Nullable Throwable error) {
		if (this.socket.state().canSend()) {
			if (error != null) {
				logger.error("[" + this.socket.id() + "] Closing with 1011: the WebSocket handler failed", error);
			}
			because((error != null) ? DisconnectReason.HANDLER_ERROR : DisconnectReason.COMPLETED);
		}
		else if (error != null && logger.isDebugEnabled()) {
			logger.debug("[" + this.socket.id() + "] The WebSocket handler failed after the connection was closed: "
					+ error);
		}
		if (!this.socket.state().isTerminal()) {
			CloseFrame received = this.frame;
			CloseFrame regular = (received != null) ? received.reply() : new CloseFrame(1000, "");
			this.socket.close((error != null) ? new CloseFrame(1011, "") : regular, true, Completion.NOBODY);
		}
		endIfDone();
	}

	private void late() {
		if (!this.inactive) {
			this.socket.transport().reset();
		}
		if (this.handler != null) {
			this.handler.cancel();
		}
		endIfDone();
	}

	/**
	 * Both sides have closed and our stream has ended; that the peer ends its own, too,
	 * is no concern of the application.
	 */
	void left() {
		this.gone.tryEmitEmpty();
	}

	void transportEnded() {
		this.inactive = true;
		left();
		endIfDone();
	}

	void endIfDone() {
		if (this.inactive && !this.over && (this.handler == null || this.handler.isDone())) {
			this.over = true;
			cancelTimer();
			this.socket.inbound().release();
			this.socket.ended();
			this.ended.tryEmitEmpty();
		}
	}

	DisconnectTokenSource token() {
		return this.disconnect;
	}

	Mono<CloseStatus> statusMono() {
		return this.status.asMono();
	}

	/**
	 * Return when the connection has ended in either direction as far as it is up to us.
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

	CloseStatus status() {
		CloseFrame known = this.frame;
		if (known == null) {
			return CloseStatus.NO_CLOSE_FRAME;
		}
		return new CloseStatus(known.code(), known.reason().isEmpty() ? null : known.reason());
	}

	WebSocketClosedException exception(String what) {
		boolean handlerEnded = this.handler != null && this.handler.isDone()
				&& this.reason == DisconnectReason.COMPLETED;
		return new WebSocketClosedException(what + ": the connection " + this.socket.id() + " is " + this.socket.state()
				+ ((this.reason != null) ? " (" + this.reason + ")" : "")
				+ (handlerEnded ? ". Its handler has ended, and a connection lives only as long as its handler: keep "
						+ "the handler's publisher open, for example with Sinks.empty(), while others use the connection"
						: ""),
				status(), null);
	}

}
