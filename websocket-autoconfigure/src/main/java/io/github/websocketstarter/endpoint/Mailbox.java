package io.github.websocketstarter.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * The calls of one connection that wait for their turn. Messages are asked for as long as
 * those that wait or are being handled weigh little; the others wait in the connection.
 * Thread-safe.
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

	private volatile @Nullable Subscription source;

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
	 * A call has ended, or will not be made.
	 * @param call a call that was polled
	 */
	void done(Call call) {
		call.release();
		int weighed = call.weight();
		if (weighed > 0) {
			int left = this.weight.addAndGet(-weighed);
			if (left < MAX_WEIGHT && left + weighed >= MAX_WEIGHT) {
				request();
			}
		}
	}

	/**
	 * Return whether there is room for a call that no message pays for.
	 * @param method its method, or {@code null} for that of an exception
	 * @return whether not too many such calls wait
	 */
	boolean hasRoomFor(@Nullable EndpointMethod method) {
		return this.calls.stream().filter((call) -> call.isOf(method)).count() < MAX_ALIKE;
	}

}
