package io.github.websocketstarter.engine.netty;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * One read or write of a body while it is going on, which can be failed from outside.
 *
 * @param <T> what is read; nothing for a write
 */
final class Transfer<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> actual;

	private final TransferExchange exchange;

	private final boolean write;

	private final AtomicBoolean ended = new AtomicBoolean();

	// Set once, before this is seen by others.
	private @Nullable Subscription upstream;

	private Transfer(CoreSubscriber<? super T> actual, TransferExchange exchange, boolean write) {
		this.actual = actual;
		this.exchange = exchange;
		this.write = write;
	}

	static <T> Flux<T> read(Flux<T> body, TransferExchange exchange) {
		return new FluxOperator<>(body) {
			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				this.source.subscribe(new Transfer<>(actual, exchange, false));
			}
		};
	}

	static <T> Mono<T> read(Mono<T> body, TransferExchange exchange) {
		return mono(body, exchange, false);
	}

	static Mono<Void> write(Mono<Void> write, TransferExchange exchange) {
		return mono(write, exchange, true);
	}

	private static <T> Mono<T> mono(Mono<T> source, TransferExchange exchange, boolean write) {
		return new MonoOperator<>(source) {
			@Override
			public void subscribe(CoreSubscriber<? super T> actual) {
				this.source.subscribe(new Transfer<>(actual, exchange, write));
			}
		};
	}

	boolean isWrite() {
		return this.write;
	}

	/**
	 * Fail, unless this has ended. Called on the event loop, where what is read comes
	 * from, so that no signal meets another.
	 */
	void fail() {
		if (end()) {
			cancelUpstream();
			this.actual.onError(new CancellationException("The " + (this.write ? "write" : "read")
					+ " of the body was cancelled by ClientConnection.cancelIo()"));
		}
	}

	private boolean end() {
		return this.ended.compareAndSet(false, true);
	}

	private void cancelUpstream() {
		Subscription current = this.upstream;
		if (current != null) {
			current.cancel();
		}
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
			if (!this.ended.get()) {
				this.exchange.begun(this);
				if (this.ended.get()) {
					this.exchange.ended(this);
				}
			}
		}
	}

	@Override
	public void request(long n) {
		Subscription current = this.upstream;
		if (current != null) {
			current.request(n);
		}
	}

	@Override
	public void cancel() {
		if (end()) {
			this.exchange.ended(this);
			cancelUpstream();
		}
	}

	@Override
	public void onNext(T value) {
		if (!this.ended.get()) {
			this.actual.onNext(value);
		}
		else if (value instanceof DataBuffer buffer) {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * An error after the end is that of what was cancelled, and nobody's concern.
	 */
	@Override
	public void onError(Throwable error) {
		if (end()) {
			this.exchange.ended(this);
			this.actual.onError(error);
		}
	}

	@Override
	public void onComplete() {
		if (end()) {
			this.exchange.ended(this);
			this.actual.onComplete();
		}
	}

}
