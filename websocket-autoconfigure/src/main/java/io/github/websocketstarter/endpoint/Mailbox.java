package io.github.websocketstarter.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * The calls of one connection that wait for their turn. Messages are asked for as long as
 * those that wait weigh little, with the one that is being handled if calls do not
 * overlap; the others wait in the connection. Thread-safe.
 */
final class Mailbox {

	/** No more messages are asked for while those here weigh as much, in bytes. */
	private static final int MAX_WEIGHT = 16 * 1024;

	/** What a message weighs beside its bytes. */
	private static final int MESSAGE_WEIGHT = 1024;

	/** Calls of one method that wait without weight. */
	private static final int MAX_ALIKE = 16;

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final AtomicInteger weight = new AtomicInteger();

	private final boolean overlapping;

	private volatile @Nullable Subscription source;

	/**
	 * Create a mailbox.
	 * @param overlapping whether a call may begin before the one before has ended
	 */
	Mailbox(boolean overlapping) {
		this.overlapping = overlapping;
	}

	/**
	 * Take messages from a source.
	 * @param subscription the subscription to the messages
	 */
	void connect(Subscription subscription) {
		this.source = subscription;
		request();
	}

	/**
	 * Ask for one message.
	 */
	void request() {
		Subscription from = this.source;
		if (from != null) {
			from.request(1);
		}
	}

	/**
	 * Return what a message weighs.
	 * @param bytes its bytes
	 * @return its weight
	 */
	static int weigh(int bytes) {
		return bytes + MESSAGE_WEIGHT;
	}

	/**
	 * Add a call. If it is about a message, another message is asked for, now or when
	 * there is room.
	 * @param call the call
	 */
	void add(Call call) {
		this.calls.add(call);
		if (call.weight() > 0 && this.weight.addAndGet(call.weight()) < MAX_WEIGHT) {
			request();
		}
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	@Nullable Call poll() {
		return this.calls.poll();
	}

	/**
	 * Drop all calls that wait.
	 */
	void clear() {
		Call call;
		while ((call = poll()) != null) {
			begun(call);
			done(call);
		}
	}

	/**
	 * A call begins, or will not be made.
	 * @param call a call that was polled
	 */
	void begun(Call call) {
		if (this.overlapping) {
			lighten(call);
		}
	}

	/**
	 * A call has ended, or will not be made.
	 * @param call a call that has begun
	 */
	void done(Call call) {
		call.release();
		if (!this.overlapping) {
			lighten(call);
		}
	}

	private void lighten(Call call) {
		int weighed = call.weight();
		if (weighed > 0) {
			int left = this.weight.addAndGet(-weighed);
			if (left < MAX_WEIGHT && left + weighed >= MAX_WEIGHT) {
				request();
			}
		}
	}

	/**
	 * Add a call that no message pays for, unless too many like it wait.
	 * @param call a call without weight, of a method or of what handles an exception
	 * @return whether it was added
	 */
	boolean offer(Call call) {
		boolean room = this.calls.stream().filter(call::isLike).count() < MAX_ALIKE;
		if (room) {
			this.calls.add(call);
		}
		return room;
	}

}
