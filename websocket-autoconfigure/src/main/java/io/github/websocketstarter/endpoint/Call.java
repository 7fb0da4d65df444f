package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * One callback of a connection: from its turn to the end of the publisher that its method
 * returned, of which a stream runs on without it. An exception makes it a call of the
 * method that handles the exception.
 */
final class Call {

	private final Conversation conversation;

	private final int weight;

	private @Nullable EndpointMethod method;

	private @Nullable Object subject;

	// Null if the payload is no buffer.
	private final @Nullable DataBuffer buffer;

	// Whether the buffer belongs to this call.
	private boolean owning;

	// Whether the buffer belonged to this call to the end.
	private boolean released;

	// An exception that was there before the call, as of a message that has no method.
	private @Nullable Throwable failure;

	// The exception of a message that could not be read.
	private final @Nullable Throwable unread;

	private boolean handlingError;

	private @Nullable Thread thread;

	// What the call waits for.
	private @Nullable Signals awaited;

	private boolean cancelled;

	/**
	 * Create a call.
	 * @param conversation the connection's
	 * @param method the method
	 * @param subject the payload, exception or status that the call is about
	 * @param weight what the message weighs, or 0
	 */
	Call(Conversation conversation, EndpointMethod method, @Nullable Object subject, int weight) {
		this.conversation = conversation;
		this.weight = weight;
		this.method = method;
		this.subject = subject;
		this.unread = null;
		this.buffer = (subject instanceof DataBuffer payload) ? payload : null;
		if (this.buffer != null) {
			// What retain() returns may be another object for the same bytes.
			DataBufferUtils.retain(this.buffer);
			this.owning = true;
		}
	}

	/**
	 * Create the call of what handles an exception.
	 * @param conversation the connection's
	 * @param failure the exception
	 * @param weight what the message weighs, or 0
	 * @param unread whether a message caused it that could not be read
	 */
	Call(Conversation conversation, Throwable failure, int weight, boolean unread) {
		this.conversation = conversation;
		this.weight = weight;
		this.failure = failure;
		this.unread = unread ? failure : null;
		this.buffer = null;
	}

	/**
	 * Return whether this is a call of the same method as another, or has none so far
	 * either.
	 * @param other another call
	 * @return whether it is
	 */
	boolean isLike(Call other) {
		return this.method == other.method;
	}

	int weight() {
		return this.weight;
	}

	Conversation conversation() {
		return this.conversation;
	}

	WebSocketConnection connection() {
		return this.conversation.connection();
	}

	@Nullable Object handshakeValue(int index) {
		return this.conversation.handshakeValue(index);
	}

	@Nullable Object subject() {
		return this.subject;
	}

	/**
	 * Begin the call, on a thread of its own if it may block.
	 * @param blockable whether the current thread may be blocked
	 */
	void start(boolean blockable) {
		Throwable failed = this.failure;
		EndpointMethod to = this.method;
		if (failed != null) {
			fail(failed, blockable);
		}
		else if (to != null && to.isBlocking() && !blockable) {
			this.conversation.thread().make(this);
		}
		else {
			invoke();
		}
	}

	/**
	 * Make the call on the current thread.
	 */
	void invoke() {
		EndpointMethod to = this.method;
		if (to == null || !begin(to.isBlocking())) {
			this.conversation.ended(this);
			return;
		}
		try {
			Object returned;
			try {
				returned = to.invoke(this);
			}
			finally {
				end();
			}
			take(to, returned);
		}
		catch (Throwable ex) {
			fail(ex, to.isBlocking());
		}
	}

	private void take(EndpointMethod from, @Nullable Object returned) {
		Result result = from.result();
		if (returned == null) {
			this.conversation.ended(this);
		}
		else if (result.stream()) {
			this.conversation.stream(from, result.publisher(returned));
			this.conversation.ended(this);
		}
		else if (result.recipients() != null) {
			broadcast(result, result.recipients(), returned);
		}
		else if (result.isReactive()) {
			await(result.publisher(returned));
		}
		else {
			reply(returned);
			this.conversation.ended(this);
		}
	}

	private void broadcast(Result result, Recipients to, Object returned) {
		Publisher<Object> values = result.isReactive() ? result.publisher(returned) : Mono.just(returned);
		Mono<Void> sent = to.send(Flux.from(values).filter(this::passOn), connection());
		// A value that is there is sent, even if the call has been cancelled.
		await(result.isReactive() ? sent : Mono.fromFuture(sent.toFuture(), true));
	}

	private void reply(Object value) {
		EndpointMethod by = this.method;
		if (by == null || !passOn(value)) {
			return;
		}
		WebSocketMessage message = by.result().encode(value, connection().bufferFactory());
		if (message != null) {
			this.conversation.reply(message);
		}
	}

	// What is sent as it is belongs to whoever sends it; nobody sends it after its end.
	private synchronized boolean passOn(Object value) {
		if (value == this.buffer) {
			this.owning = false;
			return !this.released;
		}
		return true;
	}

	private void fail(Throwable error, boolean blockable) {
		if (isCancelled()) {
			this.conversation.log().lost(error);
			this.conversation.ended(this);
			return;
		}
		EndpointMethod handler = this.handlingError ? null : this.conversation.handlerOf(error);
		if (handler == null) {
			if (this.handlingError && this.subject instanceof Throwable first && first != error) {
				error.addSuppressed(first);
			}
			this.conversation.failed(error, error == this.unread);
			this.conversation.ended(this);
			return;
		}
		this.handlingError = true;
		this.failure = null;
		this.method = handler;
		this.subject = error;
		start(blockable);
	}

	private void await(Publisher<?> publisher) {
		Signals signals = new Signals();
		synchronized (this) {
			this.awaited = signals;
		}
		publisher.subscribe(signals);
	}

	// Cancellation

	private synchronized boolean begin(boolean blocking) {
		this.thread = blocking ? Thread.currentThread() : null;
		if (!this.cancelled) {
			this.conversation.begun();
		}
		return !this.cancelled;
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Leave the thread as it was: an interrupt of ours concerns nobody after the call.
	 */
	private synchronized void end() {
		if (this.thread != null) {
			Thread.interrupted();
		}
		this.thread = null;
	}

	/**
	 * Interrupt the thread, or cancel the publisher, that the call waits for.
	 */
	void cancel() {
		Subscription current;
		synchronized (this) {
			this.cancelled = true;
			if (this.thread != null) {
				this.thread.interrupt();
			}
			current = (this.awaited != null) ? this.awaited.take() : null;
		}
		if (current != null) {
			current.cancel();
			this.conversation.ended(this);
		}
	}

	/**
	 * Release what the call owns.
	 */
	synchronized void release() {
		if (this.buffer != null && this.owning) {
			this.owning = false;
			this.released = true;
			DataBufferUtils.release(this.buffer);
		}
	}

	/**
	 * The signals of one publisher. They are heard as long as it is the one that the call
	 * waits for.
	 */
	private final class Signals implements CoreSubscriber<Object> {

		// Null before it is subscribed to; guarded by the call.
		private @Nullable Subscription subscription;

		@Override
		public Context currentContext() {
			return Call.this.conversation.context();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			boolean late;
			synchronized (Call.this) {
				late = Call.this.cancelled;
				this.subscription = late ? null : subscription;
			}
			if (late) {
				subscription.cancel();
				Call.this.conversation.ended(Call.this);
			}
			else {
				// More than one value would have made it a stream.
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(Object value) {
			try {
				reply(value);
			}
			catch (Throwable ex) {
				Subscription current = take();
				if (current != null) {
					current.cancel();
					fail(ex, false);
				}
			}
		}

		@Override
		public void onError(Throwable error) {
			if (take() != null) {
				fail(error, false);
			}
		}

		@Override
		public void onComplete() {
			if (take() != null) {
				Call.this.conversation.ended(Call.this);
			}
		}

		// Whoever takes the subscription decides how the waiting ends.
		@Nullable Subscription take() {
			synchronized (Call.this) {
				Subscription current = this.subscription;
				this.subscription = null;
				return current;
			}
		}

	}

}
