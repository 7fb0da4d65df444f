package io.github.websocketstarter.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The replies of one connection on their way to it, which takes them when its peer does.
 * Has one subscriber. Thread-safe.
 */
final class Replies implements Publisher<WebSocketMessage>, Subscription {

	private final Runnable whenTaken;

	private final Queue<WebSocketMessage> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong requested = new AtomicLong();

	private final AtomicInteger draining = new AtomicInteger();

	private volatile @Nullable Subscriber<? super WebSocketMessage> subscriber;

	private volatile boolean cancelled;

	private volatile boolean ended;

	// Whether the subscriber was told of the end; only in drain().
	private boolean completed;

	/**
	 * Create the replies.
	 * @param whenTaken called when replies have been taken that may have been seen
	 * waiting, and when no more are taken
	 */
	Replies(Runnable whenTaken) {
		this.whenTaken = whenTaken;
	}

	/**
	 * Return whether no reply waits for the peer.
	 * @return whether all were taken
	 */
	boolean areTaken() {
		return this.queue.isEmpty();
	}

	void add(WebSocketMessage reply) {
		this.queue.add(reply);
		drain();
	}

	/**
	 * Complete when the replies so far have been taken.
	 * @return whether they were sent as far as possible, which is when the subscriber
	 * {@linkplain #cancel() has cancelled}; whoever waits is called then
	 */
	boolean end() {
		this.ended = true;
		drain();
		return this.cancelled;
	}

	@Override
	public void subscribe(Subscriber<? super WebSocketMessage> actual) {
		actual.onSubscribe(this);
		this.subscriber = actual;
		drain();
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.requested.getAndAccumulate(n, Operators::addCap);
			// Whoever added a reply may have seen it wait, even if it was added only now.
			if (drain()) {
				this.whenTaken.run();
			}
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		drain();
		this.whenTaken.run();
	}

	private boolean drain() {
		if (this.draining.getAndIncrement() != 0) {
			return false;
		}
		boolean taken = false;
		int missed = 1;
		do {
			Subscriber<? super WebSocketMessage> to = this.subscriber;
			WebSocketMessage next;
			while ((this.cancelled || (to != null && this.requested.get() > 0)) && (next = this.queue.poll()) != null) {
				taken = true;
				if (this.cancelled || this.completed || to == null) {
					DataBufferUtils.release(next.getPayload());
				}
				else {
					this.requested.decrementAndGet();
					to.onNext(next);
				}
			}
			if (this.ended && !this.cancelled && !this.completed && to != null && this.queue.isEmpty()) {
				this.completed = true;
				to.onComplete();
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
		return taken;
	}

}
