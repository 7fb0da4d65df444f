package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * Sends one message in fragments. It subscribes to the payload when its turn has come and
 * asks for one buffer at a time as the transport takes them.
 */
final class StreamSender implements Backlog.Entry, CoreSubscriber<DataBuffer>, Subscription, Completion {

	private final Socket socket;

	private final int opcode;

	private final Publisher<? extends DataBuffer> payload;

	private final boolean compress;

	private final CoreSubscriber<? super Void> actual;

	private @Nullable Subscription source;

	private boolean outstanding;

	private boolean begun;

	private boolean ended;

	private StreamSender(Socket socket, int opcode, Publisher<? extends DataBuffer> payload, boolean compress,
			CoreSubscriber<? super Void> actual) {
		this.socket = socket;
		this.opcode = opcode;
		this.payload = payload;
		this.compress = compress;
		this.actual = actual;
	}

	static Mono<Void> send(Socket socket, int opcode, Publisher<? extends DataBuffer> payload, boolean compress) {
		return new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super Void> actual) {
				StreamSender sender = new StreamSender(socket, opcode, payload, compress, actual);
				actual.onSubscribe(sender);
				socket.execute(() -> {
					if (!sender.ended) {
						socket.outbound().send(sender);
					}
				});
			}
		};
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public int cost() {
		return Backlog.ENTRY_COST;
	}

	@Override
	public boolean isDroppable() {
		return true;
	}

	boolean isBegun() {
		return this.begun;
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Go on: the transport takes more.
	 */
	void proceed() {
		Subscription from = this.source;
		if (from == null && !this.outstanding) {
			this.outstanding = true;
			this.payload.subscribe(this);
		}
		else if (from != null && !this.outstanding && !this.ended) {
			this.outstanding = true;
			from.request(1);
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.socket.execute(() -> {
			if (this.source != null || this.ended) {
				subscription.cancel();
				return;
			}
			this.source = subscription;
			subscription.request(1);
		});
	}

	@Override
	public void onNext(DataBuffer buffer) {
		this.socket.execute(() -> {
			ByteBuf bytes = NettyDataBufferFactory.toByteBuf(buffer);
			this.outstanding = false;
			if (this.ended) {
				bytes.release();
				return;
			}
			this.socket.outbound().fragment(nextOpcode(), false, bytes, this.compress, this);
			if (this.socket.outbound().isWritable()) {
				proceed();
			}
		});
	}

	private int nextOpcode() {
		int next = this.begun ? Opcode.CONTINUATION : this.opcode;
		this.begun = true;
		return next;
	}

	@Override
	public void onError(Throwable error) {
		this.socket.execute(() -> giveUp(error));
	}

	@Override
	public void onComplete() {
		this.socket.execute(() -> {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.socket.outbound().fragment(nextOpcode(), true, Unpooled.EMPTY_BUFFER, this.compress, new Completion() {
				@Override
				public void done() {
					StreamSender.this.actual.onComplete();
				}

				@Override
				public void failed(Throwable cause) {
					StreamSender.this.actual.onError(cause);
				}
			});
			this.socket.outbound().streamEnded(this);
		});
	}

	private void giveUp(@Nullable Throwable error) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		if (this.begun) {
			this.socket.failed("a message sent in fragments was given up", error);
		}
		else {
			this.socket.outbound().streamEnded(this);
		}
		if (error != null) {
			this.actual.onError(error);
		}
	}

	@Override
	public void done() {
		// a fragment was taken
	}

	@Override
	public void failed(Throwable cause) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		Subscription from = this.source;
		if (from != null) {
			from.cancel();
		}
		this.actual.onError(cause);
	}

	@Override
	public void request(long n) {
		Operators.validate(n);
	}

	@Override
	public void cancel() {
		this.socket.execute(() -> {
			Subscription from = this.source;
			if (from != null && !this.ended) {
				from.cancel();
			}
			giveUp(null);
		});
	}

}
