package io.github.websocketstarter.engine.netty;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The run of a connection's handler, from its subscription to its end or its
 * cancellation.
 */
final class HandlerRun implements CoreSubscriber<Void> {

	private final Socket socket;

	// Null once started: what it refers to should not live as long as the connection.
	private @Nullable Supplier<? extends @Nullable Publisher<Void>> handler;

	private final Context context;

	private @Nullable Subscription subscription;

	private boolean done;

	HandlerRun(Socket socket, Supplier<? extends @Nullable Publisher<Void>> handler, Context context) {
		this.socket = socket;
		this.handler = handler;
		this.context = context;
	}

	void start() {
		Supplier<? extends @Nullable Publisher<Void>> supplier = this.handler;
		this.handler = null;
		Publisher<Void> publisher;
		try {
			publisher = (supplier != null) ? supplier.get() : null;
		}
		catch (Throwable ex) {
			ended(ex);
			return;
		}
		if (publisher == null) {
			ended(new IllegalStateException("The WebSocket handler returned null instead of a publisher"));
			return;
		}
		try {
			publisher.subscribe(this);
		}
		catch (Throwable ex) {
			ended(ex);
		}
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.socket.execute(() -> {
			if (this.done || !Operators.validate(this.subscription, subscription)) {
				subscription.cancel();
				return;
			}
			this.subscription = subscription;
			subscription.request(Long.MAX_VALUE);
		});
	}

	@Override
	public void onNext(Void value) {
		// there is none
	}

	@Override
	public void onError(Throwable error) {
		this.socket.execute(() -> ended(error));
	}

	@Override
	public void onComplete() {
		this.socket.execute(() -> ended(null));
	}

	private void ended(@Nullable Throwable error) {
		if (!this.done) {
			this.done = true;
			this.socket.ending().handlerEnded(error);
		}
	}

	boolean isDone() {
		return this.done;
	}

	void cancel() {
		Subscription current = this.subscription;
		if (!this.done) {
			this.done = true;
			if (current != null) {
				current.cancel();
			}
		}
	}

}
