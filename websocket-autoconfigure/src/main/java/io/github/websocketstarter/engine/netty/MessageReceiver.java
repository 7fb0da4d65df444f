package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * Receives whole messages. Its demand and its signals are confined to the event loop.
 */
final class MessageReceiver implements Receiver, Subscription {

	private final Socket socket;

	private final CoreSubscriber<? super WebSocketMessage> actual;

	private long requested;

	private volatile boolean done;

	MessageReceiver(Socket socket, CoreSubscriber<? super WebSocketMessage> actual) {
		this.socket = socket;
		this.actual = actual;
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			if (this.socket.isDirect() && this.socket.intake().isFlowing()) {
				this.requested = Operators.addCap(this.requested, n);
				return;
			}
			this.socket.execute(() -> {
				this.requested = Operators.addCap(this.requested, n);
				this.socket.intake().resume();
			});
		}
	}

	@Override
	public void cancel() {
		this.done = true;
		this.socket.execute(() -> this.socket.inbound().detach(this));
	}

	@Override
	public boolean isStreamed() {
		return false;
	}

	@Override
	public boolean isReady(boolean first) {
		return this.requested > 0 && !this.done;
	}

	@Override
	public void begin(boolean text) {
		this.socket.inbound().partial(null, text);
	}

	@Override
	public void data(ByteBuf bytes, int length, boolean last) {
		Inbound inbound = this.socket.inbound();
		ByteBuf begun = inbound.partial();
		if (begun == null && last) {
			emit((length > 0) ? bytes.readRetainedSlice(length) : Unpooled.EMPTY_BUFFER, inbound.isPartialText());
			return;
		}
		if (begun == null) {
			begun = this.socket.intake().allocate(length);
			inbound.partial(begun, inbound.isPartialText());
		}
		begun.writeBytes(bytes, length);
		if (last) {
			boolean text = inbound.isPartialText();
			inbound.partial(null, text);
			emit(begun, text);
		}
	}

	private void emit(ByteBuf payload, boolean text) {
		this.requested = (this.requested != Long.MAX_VALUE) ? this.requested - 1 : this.requested;
		try {
			this.actual.onNext(new WebSocketMessage(text ? WebSocketMessage.Type.TEXT : WebSocketMessage.Type.BINARY,
					this.socket.wrap(payload)));
		}
		finally {
			payload.release();
		}
	}

	@Override
	public void giveUp(Throwable error) {
		this.socket.inbound().detach(this);
		end(error);
	}

	@Override
	public void end(@Nullable Throwable error) {
		if (this.done) {
			return;
		}
		this.done = true;
		if (error != null) {
			this.actual.onError(error);
		}
		else {
			this.actual.onComplete();
		}
	}

}
