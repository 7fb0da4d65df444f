package io.github.websocketstarter.engine.netty;

import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames and hands them to the transport. While bytes are received, or a burst is
 * sent, small frames are collected in one buffer and flushed once. Used on the event loop
 * only.
 */
final class FrameWriter {

	/** Payload up to this many bytes is copied behind its header. */
	private static final int COPY_LIMIT = 2048;

	/** A collecting buffer of this many bytes goes to the transport. */
	private static final int HAND_OVER = 32 * 1024;

	static final int MAX_HEADER = 10;

	static final int FIN = 0x80;

	static final int RSV1 = 0x40;

	private final Socket socket;

	private final Transport transport;

	private final Tally tally;

	// Null if messages may not be compressed.
	private final @Nullable PerMessageDeflate deflate;

	// Frames not handed over yet, and who waits for them; owned.
	private @Nullable ByteBuf batch;

	private @Nullable List<Completion> waiters;

	// How many callers collect before a flush, and whether there is something to flush.
	private int collecting;

	private boolean unflushed;

	FrameWriter(Socket socket, Transport transport, @Nullable PerMessageDeflate deflate) {
		this.socket = socket;
		this.transport = transport;
		this.tally = socket.tally();
		this.deflate = deflate;
	}

	/**
	 * Collect frames until {@link #flushCollected()}.
	 */
	void collect() {
		this.collecting++;
	}

	boolean isCollecting() {
		return this.collecting > 0;
	}

	void flushCollected() {
		if (--this.collecting == 0) {
			flush();
		}
	}

	/**
	 * Return whether the transport takes more. Frames that are collected are handed over
	 * before they are many, so whoever finds this to be false is told when it changes.
	 */
	boolean isWritable() {
		return this.transport.isWritable();
	}

	/**
	 * Write a whole message, or a control frame of the application.
	 * @param opcode the opcode
	 * @param payload the payload, which is released here
	 * @param compress whether the message may be compressed
	 * @param completion told when the transport has taken the frame, or why not
	 */
	void writeMessage(int opcode, ByteBuf payload, boolean compress, Completion completion) {
		if (!Opcode.isControl(opcode)) {
			this.tally.sentMessage();
		}
		PerMessageDeflate by = this.deflate;
		if (by == null || !compress || Opcode.isControl(opcode) || payload.readableBytes() < by.threshold()) {
			write(opcode | FIN, payload, completion);
			return;
		}
		write(opcode | FIN | RSV1, by.deflate(payload, true, this.transport.allocator()), completion);
	}

	/**
	 * Write a message that others get, too, if the transport takes more.
	 * @param message the message, which is not released here
	 * @return whether it was written
	 */
	boolean writeShared(SharedMessage message) {
		ByteBuf frame = message.frame(this.deflate);
		int size = frame.readableBytes();
		boolean first = this.collecting == 0 && this.batch == null && !this.unflushed;
		int gone = first ? this.transport.writeNow(frame) : 0;
		if (gone == 0 && !isWritable()) {
			return false;
		}
		this.tally.sentMessage();
		this.tally.sent(size);
		if (this.deflate != null) {
			message.sent(this.deflate);
		}
		if (gone < size) {
			handOver();
			this.transport.write(frame.retainedSlice(frame.readerIndex() + gone, size - gone));
			this.unflushed = true;
			flushUnlessCollecting();
		}
		return true;
	}

	/**
	 * Write a fragment of a message.
	 * @param opcode the opcode of the message for its first fragment, then
	 * {@link Opcode#CONTINUATION}
	 * @param last whether the message ends with it
	 * @param payload the payload, which is released here
	 * @param compress whether the message may be compressed
	 * @param completion told when the transport has taken the frame, or why not
	 */
	void writeFragment(int opcode, boolean last, ByteBuf payload, boolean compress, Completion completion) {
		if (last) {
			this.tally.sentMessage();
		}
		PerMessageDeflate by = this.deflate;
		int first = opcode | (last ? FIN : 0);
		if (by == null || !compress) {
			write(first, payload, completion);
			return;
		}
		write((opcode != Opcode.CONTINUATION) ? first | RSV1 : first,
				by.deflate(payload, last, this.transport.allocator()), completion);
	}

	private void write(int first, ByteBuf payload, Completion completion) {
		int length = payload.readableBytes();
		boolean copied = length <= COPY_LIMIT;
		ByteBuf out = reserve(MAX_HEADER + (copied ? length : 0));
		encodeHeader(out, first, length);
		if (copied) {
			out.writeBytes(payload, payload.readerIndex(), length);
			payload.release();
			if (completion != Completion.NOBODY) {
				await(completion);
			}
			if (out.readableBytes() >= HAND_OVER) {
				handOver();
			}
		}
		else {
			handOver();
			this.tally.sent(length);
			ChannelFuture written = this.transport.write(payload);
			this.unflushed = true;
			if (completion != Completion.NOBODY) {
				written.addListener((future) -> tell(completion, future.cause()));
			}
		}
		flushUnlessCollecting();
	}

	/**
	 * Write a control frame.
	 * @param opcode the opcode
	 * @param payload the payload, at most 125 bytes, which is not released here
	 */
	void writeControl(int opcode, ByteBuf payload) {
		int length = payload.readableBytes();
		ByteBuf out = reserve(MAX_HEADER + length);
		encodeHeader(out, opcode | FIN, length);
		out.writeBytes(payload, payload.readerIndex(), length);
		if (out.readableBytes() >= HAND_OVER) {
			handOver();
		}
		flushUnlessCollecting();
	}

	static void encodeHeader(ByteBuf out, int first, int length) {
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
			int capacity = (this.collecting > 0) ? Math.max(bytes, this.socket.intake().batchHint(HAND_OVER)) : bytes;
			current = this.transport.allocator().ioBuffer(capacity);
			this.batch = current;
		}
		return current;
	}

	/**
	 * Tell when all that was written so far has been taken by the transport.
	 * @param completion who wants to know
	 */
	void await(Completion completion) {
		if (this.batch == null) {
			this.transport.write(Unpooled.EMPTY_BUFFER).addListener((future) -> tell(completion, future.cause()));
			this.unflushed = true;
			flushUnlessCollecting();
			return;
		}
		List<Completion> current = this.waiters;
		if (current == null) {
			current = new ArrayList<>(4);
			this.waiters = current;
		}
		current.add(completion);
	}

	private void handOver() {
		ByteBuf collected = this.batch;
		if (collected == null) {
			return;
		}
		List<Completion> told = this.waiters;
		this.batch = null;
		this.waiters = null;
		this.tally.sent(collected.readableBytes());
		ChannelFuture written = this.transport.write(collected);
		this.unflushed = true;
		if (told != null) {
			written.addListener((future) -> told.forEach((completion) -> tell(completion, future.cause())));
		}
	}

	private void tell(Completion completion, @Nullable Throwable cause) {
		if (cause == null) {
			completion.done();
		}
		else {
			this.socket.transportFailed(cause);
			completion.failed(this.socket.closedException("The message was not sent"));
		}
	}

	private void flushUnlessCollecting() {
		if (this.collecting == 0) {
			flush();
		}
	}

	private void flush() {
		handOver();
		if (this.unflushed) {
			this.unflushed = false;
			this.transport.flush();
		}
	}

	/**
	 * Flush all that was written, collecting or not.
	 * @return done when the transport has taken it
	 */
	ChannelFuture flushNow() {
		handOver();
		ChannelFuture taken = this.transport.write(Unpooled.EMPTY_BUFFER);
		this.unflushed = false;
		this.transport.flush();
		return taken;
	}

	/**
	 * Release what was not handed over; the transport has ended.
	 */
	void release() {
		ByteBuf collected = this.batch;
		List<Completion> told = this.waiters;
		this.batch = null;
		this.waiters = null;
		if (collected != null) {
			collected.release();
		}
		if (told != null) {
			told.forEach((completion) -> completion.failed(this.socket.closedException("The message was not sent")));
		}
	}

}
