package io.github.websocketstarter.engine.netty;

import java.util.List;

import io.github.websocketstarter.OutboundStatus;
import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.Opcode;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.netty.Backlog.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is sent, in the order in which it was accepted. While the transport is not
 * writable, messages wait in the queue, and all but the latest PONG are dropped. Used on
 * the event loop only.
 */
final class Outbound {

	/** What a transport takes before it is not writable, about. */
	private static final int HELD_BY_TRANSPORT = 64 * 1024;

	private final Socket socket;

	private final FrameWriter writer;

	private final int limit;

	private final Backlog backlog;

	private final Budget budget;

	// The message that is sent in fragments; all others wait for its end.
	private volatile @Nullable StreamSender stream;

	private final Sources sources = new Sources();

	private final Controls controls;

	// Who waits until a message would be written at once.
	private final Waiters awaiting = new Waiters();

	// Whether what the transport holds back is counted.
	private boolean stalled;

	// The Close frame that waits in the queue.
	private @Nullable CloseFrame waitingClose;

	private boolean closed;

	Outbound(Socket socket, FrameWriter writer, OutboundSettings settings, Budget budget) {
		this.socket = socket;
		this.writer = writer;
		this.limit = settings.maxBytes();
		this.budget = budget;
		this.controls = new Controls(this, writer);
		this.backlog = new Backlog(settings, budget);
	}

	boolean isClosed() {
		return this.closed || !this.socket.state().canSend();
	}

	/**
	 * Return whether a message would be written at once, as it was lately. May be called
	 * on any thread.
	 */
	boolean wasReady() {
		return this.stream == null && status().queuedBytes() == 0 && isWritable();
	}

	/**
	 * Return whether the transport takes more. May be called on any thread.
	 */
	boolean isWritable() {
		return this.writer.isWritable();
	}

	// Whether messages are dropped, so that sources need not wait.
	boolean drops() {
		return this.backlog.drops();
	}

	// May be called on any thread.
	OutboundStatus status() {
		return this.backlog.status();
	}

	/**
	 * Return whether a message would be written at once.
	 */
	boolean isReady() {
		return this.backlog.isEmpty() && this.stream == null && isWritable();
	}

	/**
	 * Tell when a message would be written at once.
	 */
	void awaitReady(Completion completion) {
		if (isClosed()) {
			completion.failed(this.socket.closedException("No message can be sent"));
		}
		else if (isReady()) {
			completion.done();
		}
		else {
			this.awaiting.add(completion);
		}
	}

	Waiters awaiting() {
		return this.awaiting;
	}

	/**
	 * Send a message that a source was asked for.
	 * @param opcode the opcode
	 * @param payload the payload, which is released here
	 * @param compress whether a message may be compressed
	 */
	void sendDemanded(int opcode, ByteBuf payload, boolean compress) {
		if (isClosed() || isReady() || this.backlog.drops()) {
			send(opcode, payload, compress, null, Completion.NOBODY);
		}
		else {
			this.backlog.add(new FrameEntry(opcode, payload, compress, Completion.NOBODY));
		}
	}

	/**
	 * Send a message, or a control frame of the application, in its turn.
	 * @param opcode the opcode
	 * @param payload the payload, which is released here
	 * @param compress whether a message may be compressed
	 * @param key the key under which it replaces one that waits, or {@code null}
	 * @param completion told what became of it
	 */
	void send(int opcode, ByteBuf payload, boolean compress, @Nullable String key, Completion completion) {
		if (isClosed()) {
			payload.release();
			completion.failed(this.socket.closedException("The message was not sent"));
		}
		else if (isReady()) {
			this.writer.writeMessage(opcode, payload, compress, completion);
		}
		else {
			offer(new FrameEntry(opcode, payload, compress, completion), key);
		}
	}

	private void offer(Backlog.Entry entry, @Nullable String key) {
		Verdict verdict = this.backlog.offer(entry, key, true);
		if (verdict == Verdict.TOO_MUCH) {
			this.socket.overflowed();
			entry.failed(this.socket.closedException("The message was not sent"));
		}
	}

	/**
	 * Send a message that others get, too, without waiting for anything.
	 * @param message the message, which is not released here
	 */
	Share share(SharedMessage message) {
		if (isClosed()) {
			return Share.CLOSED;
		}
		if (this.backlog.isEmpty() && this.stream == null && this.writer.writeShared(message)) {
			return Share.DELIVERED;
		}
		SharedEntry entry = new SharedEntry(message.retain());
		Verdict verdict = this.backlog.offer(entry, message.key(), false);
		if (verdict == Verdict.TOO_MUCH) {
			entry.message().release();
			this.socket.overflowed();
		}
		return (verdict == Verdict.QUEUED) ? Share.QUEUED : Share.DROPPED;
	}

	/**
	 * Send a message in fragments in its turn.
	 */
	void send(StreamSender sender) {
		if (isClosed()) {
			sender.failed(this.socket.closedException("The message was not sent"));
			return;
		}
		if (isReady()) {
			this.backlog.add(sender);
			drain();
		}
		else {
			offer(sender, null);
		}
	}

	void fragment(int opcode, boolean last, ByteBuf payload, boolean compress, Completion completion) {
		this.writer.writeFragment(opcode, last, payload, compress, completion);
	}

	/**
	 * The message in fragments is complete, or was given up before its first one.
	 */
	void streamEnded(StreamSender sender) {
		if (this.stream == sender) {
			this.stream = null;
			drain();
		}
	}

	/**
	 * Send a Close frame after the messages that were accepted, and nothing after it.
	 */
	void close(CloseFrame frame, Completion completion) {
		this.closed = true;
		this.controls.drop();
		this.sources.close();
		this.awaiting.failed(() -> this.socket.closedException("No message can be sent"));
		if (this.stream != null) {
			failQueue();
		}
		this.waitingClose = frame;
		this.backlog.add(new FrameEntry(Opcode.CLOSE, Unpooled.wrappedBuffer(frame.payload()), false, completion));
		drain();
	}

	/**
	 * Drop what waits and send a Close frame now: the given one, or the one that waits.
	 */
	ChannelFuture closeNow(@Nullable CloseFrame frame) {
		CloseFrame last = (frame != null) ? frame : this.waitingClose;
		fail();
		if (last != null) {
			this.writer.writeControl(Opcode.CLOSE, Unpooled.wrappedBuffer(last.payload()));
		}
		return this.writer.flushNow();
	}

	/**
	 * Accept nothing more and fail what waits.
	 */
	void fail() {
		this.closed = true;
		this.controls.drop();
		this.sources.close();
		this.awaiting.failed(() -> this.socket.closedException("No message can be sent"));
		failQueue();
		stalled(false);
	}

	// A peer that takes nothing costs what the transport accepts meanwhile.
	private void stalled(boolean now) {
		if (now != this.stalled) {
			this.stalled = now;
			if (now) {
				this.budget.take(HELD_BY_TRANSPORT);
			}
			else {
				this.budget.giveBack(HELD_BY_TRANSPORT);
			}
		}
	}

	private void failQueue() {
		StreamSender current = this.stream;
		this.stream = null;
		if (current != null) {
			current.failed(this.socket.closedException("The message was not sent completely"));
		}
		Backlog.tell(this.backlog.removeAll(), () -> this.socket.closedException("The message was not sent"));
	}

	/**
	 * Fail what waits, but for a Close frame and for a message of which a part was sent.
	 */
	void giveUp(Throwable error) {
		List<MessageSender> sent = this.sources.list();
		List<Backlog.Entry> entries = this.backlog.removeAll();
		if (this.waitingClose != null) {
			// It is the last one, and it stays.
			this.backlog.add(entries.remove(entries.size() - 1));
		}
		if (this.stream != null && !this.stream.isBegun()) {
			entries.add(this.stream);
			this.stream = null;
		}
		// Who is told may send again.
		sent.forEach((source) -> source.giveUp(error));
		Backlog.tell(entries, () -> error);
		this.awaiting.failed(() -> error);
		drain();
	}

	/**
	 * The transport may be writable again.
	 */
	void writabilityChanged() {
		boolean writable = isWritable();
		stalled(!writable && !isClosed());
		if (!writable) {
			return;
		}
		this.writer.collect();
		this.controls.proceed();
		drain();
		this.writer.flushCollected();
	}

	private void drain() {
		this.writer.collect();
		while (this.stream == null && isWritable()) {
			Backlog.Entry entry = this.backlog.poll();
			if (entry == null) {
				break;
			}
			write(entry);
		}
		if (this.stream != null && isWritable()) {
			this.stream.proceed();
		}
		this.sources.proceed(this::isReady);
		if (!this.awaiting.isEmpty() && isReady()) {
			this.awaiting.done();
		}
		this.writer.flushCollected();
	}

	private void write(Backlog.Entry entry) {
		if (entry instanceof MarkerEntry marker) {
			this.writer.await(marker.completion());
		}
		else if (entry instanceof SharedEntry shared) {
			this.writer.writeShared(shared.message());
			shared.message().release();
		}
		else if (entry instanceof FrameEntry frame) {
			if (frame.opcode() == Opcode.CLOSE) {
				this.waitingClose = null;
			}
			this.writer.writeMessage(frame.opcode(), frame.payload(), frame.compress(), frame.completion());
		}
		else if (entry instanceof StreamSender sender) {
			this.stream = sender.isEnded() ? null : sender;
		}
	}

	/**
	 * Tell when all that a sender's source has emitted was taken by the transport. Until
	 * then the sender counts as one that is being sent.
	 */
	void complete(MessageSender sender, Completion completion) {
		if (this.backlog.isEmpty() && this.stream == null) {
			this.writer.await(completion);
		}
		else {
			this.backlog.add(new MarkerEntry(completion));
		}
	}

	/**
	 * Take a source that is being sent. Too many that wait for a slow peer are too much,
	 * as too many messages are, but a single one never is.
	 */
	void register(MessageSender sender) {
		this.sources.add(sender);
		if (!isReady() && this.sources.costMoreThan(this.limit)) {
			this.socket.overflowed();
		}
	}

	Sources sources() {
		return this.sources;
	}

	Controls controls() {
		return this.controls;
	}

	boolean isCollecting() {
		return this.writer.isCollecting();
	}

	/**
	 * Ask a source for more and flush what it emits meanwhile at once.
	 */
	void burst(Runnable request) {
		this.writer.collect();
		try {
			request.run();
		}
		finally {
			this.writer.flushCollected();
		}
	}

}
