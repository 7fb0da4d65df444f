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
 * What is sent, in the order in which it was accepted. While the transport is not
 * writable, messages wait in the queue, and all but the latest PONG are dropped. Used on
 * the event loop only.
 */
final class Outbound {

	private static final int MAX_CONTROL_PAYLOAD = 125;

	/** What a message in the queue costs beside its bytes. */
	private static final int FRAME_COST = 128;

	private final Socket socket;

	private final FrameWriter writer;

	private final int maxQueued;

	private final ArrayDeque<Entry> queue = new ArrayDeque<>(4);

	// The payload bytes in the queue, and the cost of each message.
	private long queued;

	// The message that is sent in fragments; all others wait for its end.
	private @Nullable StreamSender stream;

	// The sources that are being sent, and those that wait for the transport to be
	// writable.
	private final List<MessageSender> senders = new ArrayList<>(2);

	private final ArrayDeque<MessageSender> waiting = new ArrayDeque<>(2);

	private @Nullable ByteBuf pendingPong;

	// The Close frame that waits in the queue.
	private @Nullable CloseFrame waitingClose;

	private boolean closed;

	Outbound(Socket socket, FrameWriter writer, int maxQueued) {
		this.socket = socket;
		this.writer = writer;
		this.maxQueued = maxQueued;
	}

	boolean isClosed() {
		return this.closed || !this.socket.state().canSend();
	}

	boolean isWritable() {
		return this.writer.isWritable();
	}

	/**
	 * Send a message, or a control frame of the application, in its turn.
	 * @param opcode the opcode
	 * @param payload the payload, which is released here
	 * @param compress whether a message may be compressed
	 * @param completion told what became of it
	 */
	void send(int opcode, ByteBuf payload, boolean compress, Completion completion) {
		if (isClosed()) {
			payload.release();
			completion.failed(this.socket.closedException("The message was not sent"));
		}
		else if (this.queue.isEmpty() && this.stream == null && isWritable()) {
			this.writer.writeMessage(opcode, payload, compress, completion);
		}
		else {
			this.queued += payload.readableBytes() + FRAME_COST;
			this.queue.add(new Frame(opcode, payload, compress, completion));
		}
	}

	/**
	 * Return whether a message would make the queue larger than it may be. Sources that
	 * send on demand need not ask.
	 */
	boolean isFull(int size) {
		return this.queued > 0 && this.queued + size + FRAME_COST > this.maxQueued;
	}

	/**
	 * Send a message in fragments in its turn.
	 */
	void send(StreamSender sender) {
		if (isClosed()) {
			sender.failed(this.socket.closedException("The message was not sent"));
			return;
		}
		if (isFull(0)) {
			this.socket.overflowed();
			sender.failed(this.socket.closedException("The message was not sent"));
			return;
		}
		this.queued += FRAME_COST;
		this.queue.add(sender);
		drain();
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
	 * Send a PING ahead of what waits.
	 * @param payload the payload, which is not released here
	 */
	void ping(ByteBuf payload) {
		if (!isClosed()) {
			this.writer.writeControl(Opcode.PING, payload);
		}
	}

	/**
	 * Answer a PING ahead of what waits. If the transport is not writable, the answer
	 * replaces the one that waits (RFC 6455 §5.5.3).
	 * @param payload the payload, which is not released here
	 */
	void pong(ByteBuf payload) {
		if (isClosed()) {
			return;
		}
		if (isWritable()) {
			this.writer.writeControl(Opcode.PONG, payload);
			return;
		}
		ByteBuf pong = this.pendingPong;
		if (pong == null) {
			pong = Unpooled.buffer(MAX_CONTROL_PAYLOAD);
			this.pendingPong = pong;
		}
		pong.clear().writeBytes(payload, payload.readerIndex(), payload.readableBytes());
	}

	/**
	 * Send a PONG that answers nothing, unless bytes that wait keep the connection alive.
	 */
	void unsolicitedPong() {
		if (!isClosed() && isWritable()) {
			this.writer.writeControl(Opcode.PONG, Unpooled.EMPTY_BUFFER);
		}
	}

	/**
	 * Send a Close frame after the messages that were accepted, and nothing after it.
	 */
	void close(CloseFrame frame, Completion completion) {
		this.closed = true;
		dropPong();
		failSenders();
		if (this.stream != null) {
			failQueue();
		}
		this.waitingClose = frame;
		this.queue.add(new Frame(Opcode.CLOSE, Unpooled.wrappedBuffer(frame.payload()), false, completion));
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
	 * Fail what waits, but for a Close frame and for a message of which a part was sent.
	 */
	void giveUp(Throwable error) {
		List<MessageSender> sources = List.copyOf(this.senders);
		List<Entry> entries = new ArrayList<>(this.queue);
		this.queue.clear();
		this.queued = 0;
		if (this.waitingClose != null) {
			// It is the last one, and it stays.
			this.queue.add(entries.remove(entries.size() - 1));
		}
		if (this.stream != null && !this.stream.isBegun()) {
			entries.add(this.stream);
			this.stream = null;
		}
		// Who is told may send again.
		sources.forEach((source) -> source.giveUp(error));
		entries.forEach((entry) -> entry.failed(error));
		drain();
	}

	/**
	 * The transport may be writable again.
	 */
	void writabilityChanged() {
		if (!isWritable()) {
			return;
		}
		this.writer.collect();
		ByteBuf pong = this.pendingPong;
		if (pong != null) {
			this.pendingPong = null;
			this.writer.writeControl(Opcode.PONG, pong);
			pong.release();
		}
		drain();
		this.writer.flushCollected();
	}

	private void drain() {
		this.writer.collect();
		while (this.stream == null && isWritable()) {
			Entry entry = this.queue.poll();
			if (entry == null) {
				break;
			}
			write(entry);
		}
		if (this.stream != null && isWritable()) {
			this.stream.proceed();
		}
		for (int i = this.waiting.size(); i > 0 && isWritable(); i--) {
			MessageSender sender = this.waiting.poll();
			if (sender != null) {
				sender.writable();
			}
		}
		this.writer.flushCollected();
	}

	private void write(Entry entry) {
		if (entry instanceof Marker marker) {
			this.writer.await(marker.completion());
		}
		else if (entry instanceof Frame frame) {
			if (frame.opcode() == Opcode.CLOSE) {
				this.waitingClose = null;
			}
			else {
				this.queued -= frame.payload().readableBytes() + FRAME_COST;
			}
			this.writer.writeMessage(frame.opcode(), frame.payload(), frame.compress(), frame.completion());
		}
		else if (entry instanceof StreamSender sender) {
			this.queued -= FRAME_COST;
			this.stream = sender.isEnded() ? null : sender;
		}
	}

	/**
	 * Tell when all that a sender's source has emitted was taken by the transport.
	 */
	void complete(MessageSender sender, Completion completion) {
		unregister(sender);
		if (this.queue.isEmpty() && this.stream == null) {
			this.writer.await(completion);
		}
		else {
			this.queue.add(new Marker(completion));
		}
	}

	/**
	 * Take a source that is being sent; too many of them are too much for a slow peer, as
	 * too many messages are.
	 */
	void register(MessageSender sender) {
		this.senders.add(sender);
		if ((long) this.senders.size() * FRAME_COST > this.maxQueued) {
			this.socket.overflowed();
		}
	}

	void unregister(MessageSender sender) {
		this.senders.remove(sender);
		this.waiting.remove(sender);
	}

	void awaitWritable(MessageSender sender) {
		this.waiting.add(sender);
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

	private record Frame(int opcode, ByteBuf payload, boolean compress, Completion completion) implements Entry {

		@Override
		public void failed(Throwable cause) {
			this.payload.release();
			this.completion.failed(cause);
		}

	}

	private record Marker(Completion completion) implements Entry {

		@Override
		public void failed(Throwable cause) {
			this.completion.failed(cause);
		}

	}

}
