package io.github.websocketstarter.endpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.WebSocketClosedException;
import io.github.websocketstarter.WebSocketConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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

	private static final Log logger = LogFactory.getLog(Conversation.class);

	/** Calls that a thread makes in a row before others have their turn. */
	private static final int IN_A_ROW = 16;

	private final WebSocketConnection connection;

	private final EndpointMethods methods;

	private final @Nullable Object[] handshakeValues;

	private final MonoSink<Void> sink;

	private final Context context;

	private final ThreadLocals threadLocals;

	private final Replies replies = new Replies(this::proceed);

	private final Mailbox waiting = new Mailbox();

	private final AtomicInteger proceeding = new AtomicInteger();

	private final Streams streams;

	// The call of the method that takes all messages as one stream, if there is one.
	private volatile @Nullable Call wholeCall;

	// The calls that have begun; guarded by itself.
	private final List<Call> running = new ArrayList<>(1);

	// The thread that may be blocked and is making a call, if calls do not overlap.
	private volatile @Nullable Thread blockable;

	// Whether the first call has ended, or there is none.
	private volatile boolean opened;

	// Whether the peer sends no more messages and knows it.
	private volatile boolean inputEnded;

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
		this.methods = methods;
		this.streams = new Streams(this, methods);
		this.handshakeValues = handshakeValues;
		this.sink = sink;
		this.context = Context.of(sink.contextView());
		this.threadLocals = ThreadLocals.capture(this.context);
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
		if (this.methods.pong() != null) {
			this.connection.pongs().subscribe(this::ponged, this::lost, null, this.context);
		}
		this.connection.send(this.replies)
			.doAfterTerminate(this.replies::cancel)
			.subscribe(null, (error) -> failed(error, false), null, this.context);
		EndpointMethod open = this.methods.open();
		if (open != null) {
			this.waiting.add(new Call(this, open, null, 0));
		}
		else {
			open();
		}
		if (this.methods.stream() == null) {
			this.connection.receive().subscribe(this);
		}
		proceed();
	}

	private void lost(Throwable error) {
		if (logger.isDebugEnabled() && !(error instanceof WebSocketClosedException)) {
			logger.debug("[" + this.connection.getId() + "] " + error);
		}
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
		int weight = Mailbox.weigh(message.getPayload().readableByteCount());
		this.waiting.add(this.methods.call(this, message, weight));
		proceed();
	}

	private void ponged(ByteBuffer payload) {
		EndpointMethod pong = this.methods.pong();
		if (pong != null && this.waiting.hasRoomFor(pong)) {
			this.waiting.add(new Call(this, pong, payload, 0));
			proceed();
		}
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

	// Cancels what runs, but not the last call.
	private void abandon() {
		this.stopped = true;
		this.streams.dispose();
		List<Call> left;
		synchronized (this.running) {
			left = this.closing ? List.of() : List.copyOf(this.running);
		}
		left.forEach(Call::cancel);
	}

	// The turns

	private void proceed() {
		if (this.proceeding.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		int inARow = 0;
		do {
			Call next;
			while ((next = next()) != null) {
				boolean here = this.blockable == Thread.currentThread() && ++inARow < IN_A_ROW;
				next.start(here);
			}
			endIfDone();
			missed = this.proceeding.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private @Nullable Call next() {
		Call next;
		synchronized (this.running) {
			boolean free = this.opened ? this.running.size() < this.methods.concurrency() : this.running.isEmpty();
			boolean unheard = this.inputEnded || !this.connection.isOpen();
			if (!this.stopped && (!free || !(unheard || this.replies.areTaken()))) {
				return null;
			}
			next = this.waiting.poll();
			if (next != null && !this.stopped) {
				this.running.add(next);
				return next;
			}
		}
		while (next != null) {
			this.waiting.done(next);
			next = this.waiting.poll();
		}
		return null;
	}

	// Makes a call where it may block, and those next that come one after the other.
	void runBlocking(Call call) {
		this.methods.blockingCalls().execute(() -> this.threadLocals.run(() -> {
			if (this.methods.concurrency() == 1) {
				this.blockable = Thread.currentThread();
			}
			try {
				call.invoke();
			}
			finally {
				this.blockable = null;
			}
		}));
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
			synchronized (this.running) {
				this.closing = true;
				this.stopped = true;
			}
			this.connection.closeStatus().subscribe((status) -> close(close, status));
		}
		else if (over && this.streams.isEmpty() && (disconnected ? this.closed : this.replies.end())) {
			end(!this.closed && !disconnected);
		}
	}

	private void end(boolean waits) {
		this.stopped = true;
		if (waits && this.connection.isOpen()) {
			this.connection.close(CloseStatus.NORMAL).subscribe(null, this::lost);
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

	// What calls come to

	void reply(WebSocketMessage reply) {
		this.replies.add(reply);
	}

	// Lets a publisher run that a method returned.
	void stream(EndpointMethod method, Publisher<Object> values) {
		if (!this.streams.start(method, values)) {
			close(CloseStatus.POLICY_VIOLATION, "more publishers of its callbacks are running than 'maxStreams' ("
					+ this.methods.maxStreams() + ") allows");
		}
	}

	void streamEnded(@Nullable Throwable error, boolean isWhole) {
		if (error != null && !isOver(error)) {
			this.waiting.add(new Call(this, error, 0));
		}
		this.inputEnded |= isWhole;
		proceed();
	}

	// Whether a method will handle an exception, unless too many wait for that.
	boolean handleLater(Throwable error) {
		boolean handled = this.methods.errors().find(error) != null && this.waiting.hasRoomFor(null);
		if (handled) {
			this.waiting.add(new Call(this, error, 0));
			proceed();
		}
		return handled;
	}

	@Nullable EndpointMethod handlerOf(Throwable error) {
		return isOver(error) ? null : this.methods.errors().find(error);
	}

	// Takes an exception that no method handles.
	void failed(Throwable error, boolean unreadable) {
		CloseStatus status = this.methods.errors().statusFor(error, unreadable || this.streams.isUnread(error));
		if (isOver(error) || (this.stopped && !this.closing)) {
			lost(error);
		}
		else if (this.closing) {
			logger.error("[" + this.connection.getId() + "] The @OnClose method failed", error);
		}
		else if (status != null) {
			close(status, String.valueOf(error.getMessage()));
		}
		else {
			abandon();
			this.sink.error(error);
		}
	}

	private void close(CloseStatus status, String why) {
		if (logger.isDebugEnabled()) {
			logger.debug("[" + this.connection.getId() + "] Closing with " + status.getCode() + ": " + why);
		}
		this.stopped = true;
		this.connection.close(status).subscribe(null, this::lost);
	}

	// Whether an exception only tells that the connection has ended.
	private boolean isOver(Throwable error) {
		return (this.cancelled && !this.closing)
				|| (error instanceof WebSocketClosedException && !this.connection.isOpen());
	}

}
