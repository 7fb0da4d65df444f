package io.github.websocketstarter.engine.netty;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Sends the messages of a source. Asks for one message at a time when the source emits on
 * the event loop, as an echo does, so that what a client sends is not multiplied; a
 * source on another thread is asked for as many as make up {@value #AHEAD_BYTES} bytes,
 * so that it need not wait for the event loop.
 */
final class MessageSender implements CoreSubscriber<WebSocketMessage>, Subscription {

	private static final int AHEAD_BYTES = 256 * 1024;

	private static final int MAX_AHEAD = 32;

	/** Messages that a source is asked for where they may be dropped. */
	private static final int DROPPED_AHEAD = 256;

	/** How long it is not asked again while they are. */
	private static final int PAUSE_MILLIS = 1;

	private final Socket socket;

	private final CoreSubscriber<? super Void> actual;

	private volatile @Nullable Subscription source;

	// Messages asked for and not received, and how many that may be; event loop only.
	private int outstanding;

	private int ahead;

	// Whether proceed() will be called when the transport is writable.
	private boolean waiting;

	private boolean completed;

	private boolean ended;

	private MessageSender(Socket socket, CoreSubscriber<? super Void> actual) {
		this.socket = socket;
		this.actual = actual;
	}

	static Mono<Void> send(Socket socket, Publisher<? extends WebSocketMessage> messages) {
		return new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super Void> actual) {
				MessageSender sender = new MessageSender(socket, actual);
				actual.onSubscribe(sender);
				messages.subscribe(sender);
			}
		};
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (!Operators.validate(this.source, subscription)) {
			return;
		}
		this.source = subscription;
		this.socket.execute(() -> {
			if (this.ended) {
				subscription.cancel();
			}
			else if (this.socket.outbound().isClosed()) {
				closed();
			}
			else {
				this.socket.outbound().register(this);
				this.ahead = ahead(true, 0);
				proceed();
			}
		});
	}

	@Override
	public void onNext(WebSocketMessage message) {
		if (this.socket.isDirect()) {
			accept(message, true);
			return;
		}
		boolean onLoop = this.socket.isOnLoop();
		this.socket.execute(() -> accept(message, onLoop));
	}

	private void accept(WebSocketMessage message, boolean onLoop) {
		this.outstanding--;
		ByteBuf payload = Frames.payload(message);
		if (this.ended) {
			payload.release();
			return;
		}
		if (Frames.isTooLongControl(message, payload)) {
			payload.release();
			end(Frames.controlTooLong(message));
			return;
		}
		this.ahead = ahead(onLoop, payload.readableBytes());
		this.socket.outbound().sendDemanded(Frames.opcode(message.getType()), payload, Frames.mayCompress(message));
		proceed();
	}

	private int ahead(boolean onLoop, int size) {
		if (this.socket.outbound().drops()) {
			return DROPPED_AHEAD;
		}
		return onLoop ? 1 : Math.max(1, Math.min(MAX_AHEAD, AHEAD_BYTES / (size + 1)));
	}

	/**
	 * Ask for more if the transport takes more.
	 */
	void proceed() {
		Subscription from = this.source;
		int more = this.ahead - this.outstanding;
		if (from == null || this.ended || this.completed || this.waiting || more <= 0) {
			return;
		}
		Outbound outbound = this.socket.outbound();
		if (!outbound.isReady()) {
			this.waiting = true;
			if (outbound.drops()) {
				this.socket.loop().schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			}
			else {
				outbound.sources().awaitReady(this);
			}
			return;
		}
		request(more);
	}

	private void request(int more) {
		Subscription from = this.source;
		Outbound outbound = this.socket.outbound();
		if (from == null) {
			return;
		}
		this.outstanding += more;
		if (outbound.isCollecting()) {
			from.request(more);
		}
		else {
			outbound.burst(() -> from.request(more));
		}
	}

	/**
	 * Return whether the peer has yet to take something before this goes on or completes.
	 */
	boolean isHeldUp() {
		return this.waiting || this.completed;
	}

	void ready() {
		this.waiting = false;
		proceed();
	}

	// The peer takes nothing, and what it does not take is dropped; but a source that has
	// messages without end must not keep the event loop busy.
	private void goOn() {
		this.waiting = false;
		if (this.socket.outbound().isReady()) {
			proceed();
		}
		else if (!this.ended && !this.completed && this.outstanding < this.ahead) {
			request(this.ahead - this.outstanding);
		}
	}

	@Override
	public void onError(Throwable error) {
		this.socket.execute(() -> end(error));
	}

	@Override
	public void onComplete() {
		this.socket.execute(() -> {
			this.completed = true;
			if (!this.ended) {
				this.socket.outbound().complete(this, new Completion() {
					@Override
					public void done() {
						end(null);
					}

					@Override
					public void failed(Throwable cause) {
						end(cause);
					}
				});
			}
		});
	}

	/**
	 * The connection takes no more messages.
	 */
	void closed() {
		if (!this.completed) {
			end(this.socket.closedException("Not all messages were sent"));
		}
	}

	/**
	 * Fail though the connection goes on.
	 */
	void giveUp(Throwable error) {
		if (!this.completed) {
			end(error);
		}
	}

	private void end(@Nullable Throwable error) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.socket.outbound().sources().remove(this);
		Subscription from = this.source;
		if (from != null && !this.completed) {
			from.cancel();
		}
		if (error != null) {
			this.actual.onError(error);
		}
		else {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long n) {
		Operators.validate(n);
	}

	@Override
	public void cancel() {
		this.socket.execute(() -> {
			if (!this.ended) {
				this.ended = true;
				this.socket.outbound().sources().remove(this);
				Subscription from = this.source;
				if (from != null) {
					from.cancel();
				}
			}
		});
	}

}
