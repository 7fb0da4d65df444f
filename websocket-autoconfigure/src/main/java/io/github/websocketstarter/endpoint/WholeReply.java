package io.github.websocketstarter.endpoint;

import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The one reply of a method that takes all messages as one stream. When it is not sent
 * any more because the connection was closed, the method still handles the messages that
 * came before, as methods that take them one by one do. Has one subscriber. Thread-safe.
 */
final class WholeReply implements Publisher<WebSocketMessage>, CoreSubscriber<WebSocketMessage>, Subscription {

	private final Flux<WebSocketMessage> source;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private volatile @Nullable CoreSubscriber<? super WebSocketMessage> sender;

	private volatile @Nullable Subscription subscription;

	// Whether nobody sends any more.
	private volatile boolean unsent;

	private volatile boolean stopped;

	/**
	 * Create the reply.
	 * @param source the message of one value at most
	 */
	WholeReply(Flux<WebSocketMessage> source) {
		this.source = source;
	}

	/**
	 * Send the reply.
	 * @param connection sends them
	 * @return completes when it was sent, or when the method has handled all messages
	 * after the connection was closed; cancels the method when it is cancelled
	 */
	Mono<Void> sendTo(WebSocketConnection connection) {
		return connection.send(this).onErrorResume(this::goOn).doOnCancel(this::stop);
	}

	private Mono<Void> goOn(Throwable error) {
		Subscription running = this.subscription;
		if (error instanceof WebSocketClosedException && running != null) {
			running.request(Long.MAX_VALUE);
			return this.ended.asMono();
		}
		stop();
		return Mono.error(error);
	}

	private void stop() {
		this.unsent = true;
		this.stopped = true;
		Subscription running = this.subscription;
		if (running != null) {
			running.cancel();
		}
	}

	@Override
	public void subscribe(Subscriber<? super WebSocketMessage> subscriber) {
		this.sender = Operators.toCoreSubscriber(subscriber);
		this.source.subscribe(this);
	}

	@Override
	public Context currentContext() {
		CoreSubscriber<? super WebSocketMessage> to = this.sender;
		return (to != null) ? to.currentContext() : Context.empty();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		CoreSubscriber<? super WebSocketMessage> to = this.sender;
		if (to != null) {
			to.onSubscribe(this);
		}
		if (this.stopped) {
			subscription.cancel();
		}
	}

	@Override
	public void onNext(WebSocketMessage message) {
		CoreSubscriber<? super WebSocketMessage> to = this.sender;
		if (this.unsent || to == null) {
			DataBufferUtils.release(message.getPayload());
		}
		else {
			to.onNext(message);
		}
	}

	@Override
	public void onError(Throwable error) {
		this.ended.tryEmitError(error);
		CoreSubscriber<? super WebSocketMessage> to = this.sender;
		if (to != null) {
			to.onError(error);
		}
	}

	@Override
	public void onComplete() {
		this.ended.tryEmitEmpty();
		CoreSubscriber<? super WebSocketMessage> to = this.sender;
		if (to != null) {
			to.onComplete();
		}
	}

	@Override
	public void request(long n) {
		Subscription running = this.subscription;
		if (running != null) {
			running.request(n);
		}
	}

	@Override
	public void cancel() {
		this.unsent = true;
	}

}
