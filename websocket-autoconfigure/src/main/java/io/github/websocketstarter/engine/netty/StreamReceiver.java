package io.github.websocketstarter.engine.netty;

import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Receives each message as a stream of its pieces. Stays the receiver until the stream of
 * the last message has ended, also when it was cancelled before. Its demand and its
 * signals are confined to the event loop.
 */
final class StreamReceiver implements Receiver, Subscription {

	private final Socket socket;

	private final CoreSubscriber<? super Flux<DataBuffer>> actual;

	private long requested;

	private volatile boolean done;

	private @Nullable MessageStream current;

	StreamReceiver(Socket socket, CoreSubscriber<? super Flux<DataBuffer>> actual) {
		this.socket = socket;
		this.actual = actual;
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.socket.execute(() -> {
				this.requested = Operators.addCap(this.requested, n);
				this.socket.intake().resume();
			});
		}
	}

	@Override
	public void cancel() {
		this.done = true;
		this.socket.execute(this::detachIfDone);
	}

	private void detachIfDone() {
		if (this.done && this.current == null) {
			this.socket.inbound().detach(this);
		}
	}

	@Override
	public boolean isStreamed() {
		return true;
	}

	@Override
	public boolean isReady(boolean first) {
		MessageStream stream = this.current;
		if (first || stream == null) {
			return first && stream == null && this.requested > 0 && !this.done;
		}
		return stream.isReady();
	}

	@Override
	public void begin(boolean text) {
		MessageStream stream = new MessageStream();
		this.current = stream;
		this.requested = (this.requested != Long.MAX_VALUE) ? this.requested - 1 : this.requested;
		this.actual.onNext(stream);
	}

	@Override
	public void data(ByteBuf bytes, int length, boolean last) {
		MessageStream stream = this.current;
		if (last) {
			this.current = null;
		}
		if (stream != null) {
			stream.data(bytes, length, last);
		}
		else {
			bytes.skipBytes(length);
		}
		detachIfDone();
	}

	@Override
	public void giveUp(Throwable error) {
		boolean begun = this.current != null;
		this.socket.inbound().detach(this);
		end(error);
		if (begun) {
			this.socket.inbound().skipMessage();
			this.socket.intake().resume();
		}
	}

	@Override
	public void end(@Nullable Throwable error) {
		MessageStream stream = this.current;
		this.current = null;
		if (stream != null) {
			stream.end((error != null) ? error : this.socket.closedException("The message was not complete"));
		}
		if (this.done) {
			return;
		}
		this.done = true;
		if (error != null) {
			this.actual.onError(error);
		}
		else {
			this.actual.onComplete();
		}
	}

	/**
	 * The pieces of one message, for one subscriber.
	 */
	private final class MessageStream extends Flux<DataBuffer> implements Subscription {

		private final AtomicBoolean subscribed = new AtomicBoolean();

		private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

		private long demand;

		private boolean cancelled;

		private boolean ended;

		private @Nullable Throwable error;

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
			if (!this.subscribed.compareAndSet(false, true)) {
				Operators.error(actual, new IllegalStateException("The stream of a message has one subscriber only"));
				return;
			}
			actual.onSubscribe(this);
			StreamReceiver.this.socket.execute(() -> {
				this.subscriber = actual;
				signalEnd();
				StreamReceiver.this.socket.intake().resume();
			});
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				StreamReceiver.this.socket.execute(() -> {
					this.demand = Operators.addCap(this.demand, n);
					StreamReceiver.this.socket.intake().resume();
				});
			}
		}

		@Override
		public void cancel() {
			StreamReceiver.this.socket.execute(() -> {
				this.cancelled = true;
				this.subscriber = null;
				StreamReceiver.this.socket.intake().resume();
			});
		}

		boolean isReady() {
			return this.cancelled || (this.subscriber != null && this.demand > 0);
		}

		void data(ByteBuf bytes, int length, boolean last) {
			CoreSubscriber<? super DataBuffer> to = this.subscriber;
			if (to == null) {
				bytes.skipBytes(length);
			}
			else if (length > 0) {
				this.demand = (this.demand != Long.MAX_VALUE) ? this.demand - 1 : this.demand;
				ByteBuf slice = bytes.readRetainedSlice(length);
				try {
					to.onNext(StreamReceiver.this.socket.wrap(slice));
				}
				finally {
					slice.release();
				}
			}
			if (last) {
				end(null);
			}
		}

		void end(@Nullable Throwable cause) {
			this.ended = true;
			this.error = cause;
			signalEnd();
		}

		private void signalEnd() {
			CoreSubscriber<? super DataBuffer> to = this.subscriber;
			if (!this.ended || to == null) {
				return;
			}
			this.subscriber = null;
			if (this.error != null) {
				to.onError(this.error);
			}
			else {
				to.onComplete();
			}
		}

	}

}
