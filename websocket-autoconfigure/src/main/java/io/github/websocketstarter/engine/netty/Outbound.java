package io.github.websocketstarter.engine.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames and hands them to the transport in the order in which they were
 * accepted. While bytes are received, or a burst is sent, small frames are collected in
 * one buffer and flushed once. While the transport is not writable, messages wait in the
 * queue, and all but the latest PONG are dropped. Used on the event loop only.
 */
final class Outbound {

	/** Payload up to this many bytes is copied behind its header. */
	private static final int COPY_LIMIT = 2048;

	/** A collecting buffer of this many bytes goes to the transport. */
	private static final int HAND_OVER = 32 * 1024;

	private static final int MAX_HEADER = 10;

	private static final int FIN = 0x80;

	/** For a frame whose fate is told by the end of the connection. */
	static final Completion NOBODY = new Completion() {
		@Override
		public void done() {
			// nobody waits
		}

		@Override
		public void failed(Throwable cause) {
			// nobody waits
		}
	};

	private final Socket socket;

	private final Transport transport;

	private final int maxQueued;

	private final ArrayDeque<Entry> queue = new ArrayDeque<>(4);

	private int queued;

	// Frames not handed over yet, and who waits for them; owned.
	private @Nullable ByteBuf batch;

	private @Nullable List<Completion> batchWaiters;

	// How many callers collect before a flush, and whether there is something to flush.
	private int collecting;

	private boolean unflushed;

	// The message that is sent in fragments; all others wait for its end.
	private @Nullable StreamSender stream;

	// Senders that may ask their source for more when the transport is writable.
	private final ArrayDeque<MessageSender> waiting = new ArrayDeque<>(2);

	private final List<MessageSender> senders = new ArrayList<>(2);

	private @Nullable ByteBuf pendingPong;

	private boolean closed;

	Outbound(Socket socket, Transport transport, int maxQueued) {
		this.socket = socket;
		this.transport = transport;
		this.maxQueued = maxQueued;
	}

	/**
	 * Collect frames until {@link #flushCollected()}.
	 */
	void collect() {
		this.collecting++;
	}

	void flushCollected() {
		if (--this.collecting == 0) {
			flush();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isWritable() {
		ByteBuf collected = this.batch;
		return this.transport.isWritable() && (collected == null || collected.readableBytes() < HAND_OVER);
	}

	/**
	 * Send a message or control frame in its turn.
	 * @param opcode the opcode
	 * @param payload the payload, which is released here
	 * @param completion told when the transport has taken it, or why not
	 * @return whether it was taken; if not, the queue is full
	 */
	boolean send(int opcode, ByteBuf payload, Completion completion) {
		if (this.closed) {
			payload.release();
			completion.failed(this.socket.closedException("The message was not sent"));
			return true;
		}
		if (this.queue.isEmpty() && this.stream == null && isWritable()) {
			write(opcode, true, payload, completion);
			return true;
		}
		int size = payload.readableBytes();
		if (this.queued > 0 && this.queued + (long) size > this.maxQueued && completion.isBounded()) {
			payload.release();
			return false;
		}
		this.queued += size;
		this.queue.add(new Frame(opcode, payload, completion));
		return true;
	}

	/**
	 * Begin a message in fragments in its turn.
	 */
	void send(StreamSender sender) {
		if (this.closed) {
			sender.failed(this.socket.closedException("The message was not sent"));
			return;
		}
		this.queue.add(sender);
		drain();
	}

	void fragment(int opcode, boolean last, ByteBuf payload, Completion completion) {
		write(opcode, last, payload, completion);
	}

	/**
	 * The current message in fragments is complete, or was given up before its first one.
	 */
	void streamEnded(StreamSender sender) {
		if (this.stream == sender) {
			this.stream = null;
			drain();
		}
	}

	/**
	 * Send a PING or PONG ahead of what waits; if the transport is not writable, a PONG
	 * replaces the one that waits (RFC 6455 §5.5.3) and a PING is sent all the same.
	 */
	void control(int opcode, ByteBuf payload) {
		if (this.closed) {
			payload.release();
			return;
		}
		if (opcode == Opcode.PONG && !isWritable()) {
			dropPong();
			this.pendingPong = payload;
			return;
		}
		write(opcode, true, payload, null);
	}

	/**
	 * Send a Close frame after what was accepted, and nothing after it.
	 */
	void close(CloseFrame frame, Completion completion) {
		this.closed = true;
		dropPong();
		failSenders();
		if (this.stream != null) {
			failQueue();
		}
		this.queue.add(new Frame(Opcode.CLOSE, Unpooled.wrappedBuffer(frame.payload()), completion));
		drain();
	}

	/**
	 * Send a Close frame, if any, now and drop what waits.
	 */
	ChannelFuture closeNow(@Nullable CloseFrame frame) {
		fail();
		if (frame != null) {
			write(Opcode.CLOSE, true, Unpooled.wrappedBuffer(frame.payload()), null);
		}
		handOver();
		ChannelFuture sent = this.transport.write(Unpooled.EMPTY_BUFFER);
		this.transport.flush();
		return sent;
	}

	/**
	 * Accept nothing more and fail what waits.
	 */
	void fail() {
		this.closed = true;
		dropPong();
		failSenders();
		failQueue();
	}

	private void failSenders() {
		List<MessageSender> ended = List.copyOf(this.senders);
		this.senders.clear();
		this.waiting.clear();
		ended.forEach(MessageSender::closed);
	}

	private void failQueue() {
		StreamSender current = this.stream;
		this.stream = null;
		if (current != null) {
			current.failed(this.socket.closedException("The message was not sent completely"));
		}
		Entry entry;
		while ((entry = this.queue.poll()) != null) {
			entry.failed(this.socket.closedException("The message was not sent"));
		}
		this.queued = 0;
	}

	/**
	 * Release what was not handed over; the transport has ended.
	 */
	void release() {
		fail();
		ByteBuf collected = this.batch;
		List<Completion> waiters = this.batchWaiters;
		this.batch = null;
		this.batchWaiters = null;
		if (collected != null) {
			collected.release();
		}
		if (waiters != null) {
			waiters.forEach((waiter) -> waiter.failed(this.socket.closedException("The message was not sent")));
		}
	}

	/**
	 * The transport may be writable again.
	 */
	void writabilityChanged() {
		if (!isWritable()) {
			return;
		}
		collect();
		ByteBuf pong = this.pendingPong;
		if (pong != null) {
			this.pendingPong = null;
			write(Opcode.PONG, true, pong, null);
		}
		drain();
		flushCollected();
	}

	private void drain() {
		collect();
		while (this.stream == null && isWritable()) {
			Entry entry = this.queue.poll();
			if (entry == null) {
				break;
			}
			if (entry instanceof Marker marker) {
				await(marker.completion());
			}
			else if (entry instanceof Frame frame) {
				this.queued -= (frame.opcode() != Opcode.CLOSE) ? frame.payload().readableBytes() : 0;
				write(frame.opcode(), true, frame.payload(), frame.completion());
			}
			else if (entry instanceof StreamSender sender && sender.begin()) {
				this.stream = sender;
				sender.proceed();
			}
		}
		StreamSender current = this.stream;
		if (current != null && isWritable()) {
			current.proceed();
		}
		for (int i = this.waiting.size(); i > 0 && isWritable(); i--) {
			MessageSender sender = this.waiting.poll();
			if (sender != null) {
				sender.writable();
			}
		}
		flushCollected();
	}

	/**
	 * Tell when all that a sender's source has emitted was taken by the transport.
	 */
	void complete(MessageSender sender, Completion completion) {
		unregister(sender);
		if (this.queue.isEmpty() && this.stream == null) {
			await(completion);
		}
		else {
			this.queue.add(new Marker(completion));
		}
	}

	void register(MessageSender sender) {
		this.senders.add(sender);
	}

	void unregister(MessageSender sender) {
		this.senders.remove(sender);
		this.waiting.remove(sender);
	}

	void awaitWritable(MessageSender sender) {
		this.waiting.add(sender);
	}

	private void write(int opcode, boolean fin, ByteBuf payload, @Nullable Completion completion) {
		int length = payload.readableBytes();
		boolean copied = length <= COPY_LIMIT;
		ByteBuf out = reserve(MAX_HEADER + (copied ? length : 0));
		encodeHeader(out, opcode | (fin ? FIN : 0), length);
		if (copied) {
			out.writeBytes(payload, payload.readerIndex(), length);
			payload.release();
			await(completion);
			if (out.readableBytes() >= HAND_OVER) {
				handOver();
			}
		}
		else {
			handOver();
			ChannelFuture written = this.transport.write(payload);
			this.unflushed = true;
			if (completion != null) {
				written.addListener((future) -> notify(completion, future.cause()));
			}
		}
		if (this.collecting == 0) {
			flush();
		}
	}

	private static void encodeHeader(ByteBuf out, int first, int length) {
		out.writeByte(first);
		if (length < 126) {
			out.writeByte(length);
		}
		else if (length <= 0xFFFF) {
			out.writeByte(126).writeShort(length);
		}
		else {
			out.writeByte(127).writeLong(length);
		}
	}

	private ByteBuf reserve(int bytes) {
		ByteBuf current = this.batch;
		if (current == null) {
			int capacity = (this.collecting > 0) ? Math.max(bytes, this.socket.batchHint(HAND_OVER)) : bytes;
			current = this.transport.allocator().ioBuffer(capacity);
			this.batch = current;
		}
		return current;
	}

	/**
	 * Tell when everything written so far has been taken by the transport.
	 */
	void await(@Nullable Completion completion) {
		if (completion == null) {
			return;
		}
		if (this.batch == null) {
			this.transport.write(Unpooled.EMPTY_BUFFER).addListener((future) -> notify(completion, future.cause()));
			this.unflushed = true;
			if (this.collecting == 0) {
				flush();
			}
			return;
		}
		List<Completion> waiters = this.batchWaiters;
		if (waiters == null) {
			waiters = new ArrayList<>(4);
			this.batchWaiters = waiters;
		}
		waiters.add(completion);
	}

	private void handOver() {
		ByteBuf collected = this.batch;
		if (collected == null) {
			return;
		}
		List<Completion> waiters = this.batchWaiters;
		this.batch = null;
		this.batchWaiters = null;
		ChannelFuture written = this.transport.write(collected);
		this.unflushed = true;
		if (waiters != null) {
			written.addListener((future) -> waiters.forEach((waiter) -> notify(waiter, future.cause())));
		}
	}

	private void notify(Completion completion, @Nullable Throwable cause) {
		if (cause == null) {
			completion.done();
		}
		else {
			completion.failed(this.socket.closedException("The message was not sent"));
		}
	}

	void flush() {
		handOver();
		if (this.unflushed) {
			this.unflushed = false;
			this.transport.flush();
		}
	}

	private void dropPong() {
		if (this.pendingPong != null) {
			this.pendingPong.release();
			this.pendingPong = null;
		}
	}

	/**
	 * What waits in the queue.
	 */
	sealed interface Entry permits Frame, Marker, StreamSender {

		void failed(Throwable cause);

	}

	/**
	 * Who wants to know what became of a frame.
	 */
	interface Completion {

		void done();

		void failed(Throwable cause);

		/**
		 * Return whether the queue's bound holds; not for sources that send on demand.
		 */
		default boolean isBounded() {
			return true;
		}

	}

	private record Marker(Completion completion) implements Entry {

		@Override
		public void failed(Throwable cause) {
			this.completion.failed(cause);
		}

	}

	private record Frame(int opcode, ByteBuf payload, Completion completion) implements Entry {

		@Override
		public void failed(Throwable cause) {
			this.payload.release();
			this.completion.failed(cause);
		}

	}

}
