package io.github.websocketstarter.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * The callbacks of one connection: each has its turn when those before it have ended, and
 * when the peer has taken their replies. Messages wait here only up to a small weight,
 * behind that in the connection. Thread-safe; what is decided by {@link #proceed()} is
 * decided by one thread at a time.
 */
final class Conversation implements CoreSubscriber<WebSocketMessage> {

	private final WebSocketConnection connection;

	private final EndpointMethods methods;

	private final @Nullable Object[] handshakeValues;

	private final MonoSink<Void> sink;

	private final Context context;

	private final CallThread thread;

	private final CallLog log;

	private final Replies replies = new Replies(this::proceed);

	private final Mailbox waiting;

	private final AtomicInteger proceeding = new AtomicInteger();

	private final Streams streams;

	// The call of the method that takes all messages as one stream, if there is one.
	private volatile @Nullable Call wholeCall;

	// The calls that have begun; guarded by itself.
	private final List<Call> running = new ArrayList<>(1);

	// Whether the first call has ended, or there is none.
	private volatile boolean opened;

	// Whether the peer sends no more messages and knows it.
	private volatile boolean inputEnded;

	// Whether the method that takes all messages as one stream is done with them.
	private volatile boolean wholeEnded;

	// Whether no more calls but the last one shall be made.
	private volatile boolean stopped;

	// Whether the connection's handler was cancelled.
	private volatile boolean cancelled;

	// Whether the last call has begun.
	private volatile boolean closing;

	// Whether the last call has ended, or there is none so far.
	private volatile boolean closed;

	Conversation(WebSocketConnection connection, EndpointMethods methods, @Nullable Object[] handshakeValues,
			MonoSink<Void> sink) {
		this.connection = connection;
		this.log = new CallLog(connection);
		this.methods = methods;
		this.waiting = new Mailbox(methods.concurrency() > 1);
		this.streams = new Streams(this, methods);
		this.handshakeValues = handshakeValues;
		this.sink = sink;
		this.context = Context.of(sink.contextView());
		this.thread = new CallThread(methods.run(), ThreadLocals.capture(this.context));
	}

	CallThread thread() {
		return this.thread;
	}

	CallLog log() {
		return this.log;
	}

	WebSocketConnection connection() {
		return this.connection;
	}

	@Nullable Object handshakeValue(int index) {
		return this.handshakeValues[index];
	}

	Context context() {
		return this.context;
	}

	Streams streams() {
		return this.streams;
	}

	void begin() {
		this.sink.onCancel(this::cancel);
		// Without the first call, the last one would be about nothing.
		this.closed = this.methods.close() == null || this.methods.open() != null;
		if (this.methods.close() != null || this.methods.stream() != null) {
			this.connection.disconnected().onCancel(this::proceed);
		}
		EndpointMethod pong = this.methods.pong();
		if (pong != null) {
			this.connection.pongs()
				.subscribe((payload) -> offer(new Call(this, pong, payload, 0)), this.log::lost, null, this.context);
		}
		this.connection.send(this.replies)
			.doAfterTerminate(this.replies::cancel)
			.subscribe(null, (error) -> failed(error, false), null, this.context);
		if (this.methods.open() == null) {
			open();
		}
		else {
			this.waiting.add(new Call(this, this.methods.open(), null, 0));
		}
		if (this.methods.stream() == null) {
			this.connection.receive().subscribe(this);
		}
		proceed();
	}

	// The peer

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.waiting.connect(subscription);
	}

	@Override
	public void onNext(WebSocketMessage message) {
		if (this.stopped) {
			this.waiting.request();
			return;
		}
		this.waiting.add(this.methods.call(this, message));
		proceed();
	}

	@Override
	public void onComplete() {
		this.inputEnded = true;
		proceed();
	}

	@Override
	public void onError(Throwable error) {
		this.inputEnded = true;
		failed(error, false);
		proceed();
	}

	private void cancel() {
		this.cancelled = true;
		abandon();
		proceed();
	}

	private void stop() {
		this.stopped = true;
		this.wholeEnded = true;
		this.streams.dispose();
	}

	// Cancels what runs, but not the last call.
	private void abandon() {
		stop();
		List<Call> left;
		synchronized (this.running) {
			left = this.closing ? List.of() : List.copyOf(this.running);
		}
		left.forEach(Call::cancel);
	}

	private void proceed() {
		if (this.proceeding.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		int inARow = 0;
		do {
			Call next;
			while ((next = next()) != null) {
				next.start(this.thread.mayGoOn(++inARow));
			}
			endIfDone();
			missed = this.proceeding.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private @Nullable Call next() {
		Call next = null;
		if (!this.stopped && this.connection.state() == WebSocketState.ABORTED) {
			DisconnectReason why = this.connection.disconnected().reason().orElse(null);
			if (why == null) {
				// Whoever tells it comes here again.
				return null;
			}
			// A Close frame without an answer is no reason to leave calls out.
			if (why != DisconnectReason.CLOSE_TIMEOUT) {
				abandon();
			}
		}
		synchronized (this.running) {
			boolean free = this.opened ? this.running.size() < this.methods.concurrency() : this.running.isEmpty();
			boolean unheard = this.inputEnded || !this.connection.isOpen();
			if (!this.stopped && free && (unheard || this.replies.areTaken())) {
				next = this.waiting.poll();
			}
			if (next != null) {
				this.running.add(next);
			}
		}
		if (next != null) {
			this.waiting.begun(next);
		}
		else if (this.stopped) {
			this.waiting.clear();
		}
		return next;
	}

	void begun() {
		if (!this.opened) {
			this.closed = this.methods.close() == null;
		}
	}

	// A call has ended.
	void ended(Call call) {
		synchronized (this.running) {
			if (!this.running.remove(call)) {
				return;
			}
		}
		if (this.closing) {
			this.closed = true;
		}
		else if (!this.opened) {
			open();
		}
		else if (call == this.wholeCall && !this.streams.isWholeBegun()) {
			this.inputEnded = true;
		}
		this.waiting.done(call);
		proceed();
	}

	private void open() {
		this.opened = true;
		if (this.methods.stream() != null) {
			this.wholeCall = new Call(this, this.methods.stream(), null, 0);
			this.waiting.add(this.wholeCall);
		}
	}

	private void endIfDone() {
		synchronized (this.running) {
			boolean idle = this.stopped || (this.opened && this.waiting.isEmpty());
			if (!this.running.isEmpty() || !idle) {
				return;
			}
		}
		boolean disconnected = this.connection.disconnected().isCancelled();
		boolean over = this.inputEnded || (this.stopped && disconnected);
		EndpointMethod close = this.methods.close();
		if (!this.closed && !this.closing && close != null && disconnected && over) {
			this.closing = true;
			this.stopped = true;
			this.connection.closeStatus().subscribe((status) -> close(close, status));
		}
		else if (over && (this.streams.isEmpty() || this.wholeEnded)
				&& (disconnected ? this.closed : this.replies.end())) {
			end(!this.closed && !disconnected);
		}
	}

	private void end(boolean waits) {
		this.stopped = true;
		if (waits && this.connection.isOpen()) {
			this.connection.close(CloseStatus.NORMAL).subscribe(null, this.log::lost);
		}
		else {
			this.sink.success();
		}
	}

	private void close(EndpointMethod method, CloseStatus status) {
		Call last = new Call(this, method, status, 0);
		synchronized (this.running) {
			this.running.add(last);
		}
		last.start(false);
	}

	void reply(WebSocketMessage reply) {
		this.replies.add(reply);
	}

	// Lets a publisher run that a method returned.
	void stream(EndpointMethod method, Publisher<Object> values) {
		if (!this.streams.start(method, values)) {
			close(CloseStatus.POLICY_VIOLATION, this.streams.tooMany());
		}
	}

	void streamEnded(@Nullable Throwable error, boolean isWhole) {
		if (error != null && !isOver(error)) {
			this.waiting.add(new Call(this, error, 0, this.streams.isUnread(error)));
		}
		this.wholeEnded |= isWhole && error == null;
		this.inputEnded |= isWhole;
		proceed();
	}

	// Whether a method will handle the exception of a message.
	boolean handleLater(Throwable error) {
		return this.methods.errors().find(error) != null && offer(new Call(this, error, 0, true));
	}

	private boolean offer(Call call) {
		boolean added = this.waiting.offer(call);
		proceed();
		return added;
	}

	@Nullable EndpointMethod handlerOf(Throwable error) {
		return isOver(error) ? null : this.methods.errors().find(error);
	}

	// Takes an exception that no method handles.
	void failed(Throwable error, boolean unreadable) {
		CloseStatus status = this.methods.errors().statusFor(error, unreadable || this.streams.isUnread(error));
		if (isOver(error)) {
			this.log.lost(error);
		}
		else if (this.closing) {
			this.log.failed("The @OnClose method failed", error);
		}
		else if (status != null) {
			close(status, error);
		}
		else {
			failed(error);
		}
	}

	private void failed(Throwable error) {
		if (this.stopped || !this.connection.state().canSend()) {
			this.log.failed("A method failed after the connection was closed", error);
		}
		if (!this.stopped) {
			abandon();
			this.sink.error(error);
		}
	}

	private void close(CloseStatus status, Throwable why) {
		if (this.stopped) {
			this.log.lost(why);
			return;
		}
		this.log.closing(status, why);
		stop();
		this.connection.close(status).subscribe(null, this.log::lost);
	}

	// Whether an exception only tells that the connection has ended.
	private boolean isOver(Throwable error) {
		return (this.cancelled && !this.closing)
				|| (error instanceof WebSocketClosedException && !this.connection.isOpen());
	}

}
