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

	/**
	 * Create the replies.
	 * @param whenTaken called when replies have been taken that may have been seen
	 * waiting
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
			drainAndTell();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		drainAndTell();
	}

	// Whoever added a reply may have seen it wait, even if it was added only now.
	private void drainAndTell() {
		if (drain()) {
			this.whenTaken.run();
		}
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
			while ((this.cancelled || (to != null && this.requested.get() > 0)) && (next = this.queue.peek()) != null) {
				if (this.cancelled || to == null) {
					DataBufferUtils.release(next.getPayload());
				}
				else {
					this.requested.decrementAndGet();
					to.onNext(next);
				}
				// Only now, so that nobody ends the connection before.
				this.queue.poll();
				taken = true;
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
		return taken;
	}

}
