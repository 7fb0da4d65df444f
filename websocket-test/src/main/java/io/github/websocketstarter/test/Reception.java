package io.github.websocketstarter.test;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * Delivers messages to one subscriber, as many as it has asked for. A thread of its own
 * reads them, because no scheduler may be one of virtual time: it starts with the first
 * demand and ends with the subscription.
 *
 * @param <T> what messages become
 */
final class Reception<T> implements Subscription {

	// after which it lets go of a silent connection if it was cancelled
	private static final Duration PATIENCE = Duration.ofMillis(50);

	private final Inbox inbox;

	private final Function<Frame, T> decoder;

	private final Subscriber<? super T> subscriber;

	// how long it waits for each message
	private final Duration timeout;

	// what follows is guarded by the inbox

	private long demand;

	// until when the next message has to come, as long as there is demand
	private Deadline deadline = Deadline.NEVER;

	private State state = State.NEW;

	Reception(Inbox inbox, Function<Frame, T> decoder, Subscriber<? super T> subscriber, Duration timeout) {
		this.inbox = inbox;
		this.decoder = decoder;
		this.subscriber = subscriber;
		this.timeout = timeout;
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			synchronized (this.inbox) {
				this.demand = Operators.addCap(this.demand, count);
				renew();
				start();
			}
		}
	}

	@Override
	public void cancel() {
		synchronized (this.inbox) {
			this.state = State.OVER;
			this.inbox.end(this);
		}
	}

	/** Complete soon, whatever may still come. */
	void complete() {
		synchronized (this.inbox) {
			start();
			if (this.state == State.ACTIVE) {
				this.state = State.COMPLETING;
			}
		}
	}

	// holds the monitor
	private void start() {
		if (this.state == State.NEW) {
			this.state = State.ACTIVE;
			Thread thread = new Thread(this::run, "websocket-test-receive");
			thread.setDaemon(true);
			thread.start();
		}
		this.inbox.notifyAll();
	}

	private void renew() {
		synchronized (this.inbox) {
			this.deadline = Deadline.after(this.timeout);
		}
	}

	private void run() {
		while (awaitDemand()) {
			try {
				Received received = this.inbox.next(Deadline.after(PATIENCE), this::isWanted);
				if (received != null) {
					deliver(received);
				}
			}
			catch (SocketTimeoutException ex) {
				// it may not be wanted any more
				if (isLate()) {
					end(new AssertionError("expected a message or a Close frame but it did not come within %s; %s"
						.formatted(this.timeout, this.inbox.soFar()), ex));
				}
			}
			catch (AssertionError | RuntimeException ex) {
				end(ex);
			}
		}
	}

	// false once nothing is delivered any more
	private boolean awaitDemand() {
		State now;
		synchronized (this.inbox) {
			while (this.state == State.ACTIVE && !isWanted()) {
				await();
				renew();
			}
			now = this.state;
		}
		if (now == State.COMPLETING) {
			end(null);
		}
		return now == State.ACTIVE;
	}

	private void await() {
		try {
			this.inbox.wait();
		}
		catch (InterruptedException ex) {
			// nobody else knows this thread
			this.state = State.COMPLETING;
		}
	}

	private boolean isWanted() {
		synchronized (this.inbox) {
			return this.state == State.ACTIVE && this.demand > 0 && !this.inbox.isStopped();
		}
	}

	private boolean isLate() {
		synchronized (this.inbox) {
			return isWanted() && this.deadline.isOver();
		}
	}

	private void deliver(Received received) {
		if (received instanceof Frame frame && !frame.isControl()) {
			T value = this.decoder.apply(frame);
			synchronized (this.inbox) {
				this.demand -= (this.demand == Long.MAX_VALUE) ? 0 : 1;
			}
			this.subscriber.onNext(value);
			renew();
		}
		else if (this.inbox.close() != null) {
			end(null);
		}
		else if (received instanceof End end) {
			end(new AssertionError("expected messages and then a Close frame but the connection was lost (%s); %s"
				.formatted(end, this.inbox.soFar())));
		}
	}

	private void end(@Nullable Throwable fault) {
		synchronized (this.inbox) {
			if (this.state == State.OVER) {
				return;
			}
			this.state = State.OVER;
			this.inbox.end(this);
		}
		if (fault != null) {
			this.subscriber.onError(fault);
		}
		else {
			this.subscriber.onComplete();
		}
	}

	/**
	 * What becomes of a subscription.
	 */
	private enum State {

		NEW, ACTIVE, COMPLETING, OVER

	}

}
