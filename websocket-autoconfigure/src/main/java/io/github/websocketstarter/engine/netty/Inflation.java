package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.github.websocketstarter.engine.deflate.MessageInflater;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Inflates received bytes into buffers of a bounded size, one at a time. Used on the
 * event loop only.
 */
final class Inflation {

	private static final int LARGEST = 16 * 1024;

	private static final int SMALLEST = 512;

	/** How many bytes of content to expect for each byte. */
	private static final int RATIO = 6;

	private final MessageInflater inflater;

	private final int maxMessageSize;

	// The content of the last step, not taken yet; owned.
	private @Nullable ByteBuf content;

	private boolean more;

	// How large the message is so far, and how large the one before was: they are often
	// alike, and the content of one buffer is not copied.
	private long size;

	private long expected;

	Inflation(MessageInflater inflater, int maxMessageSize) {
		this.inflater = inflater;
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * What became of the bytes, see {@link MessageInflater.Result}.
	 */
	enum Result {

		CONTINUES, COMPLETE, TOO_BIG, CORRUPT

	}

	/**
	 * Return whether there is content that needs no more bytes.
	 */
	boolean hasMore() {
		return this.more;
	}

	/**
	 * Inflate as many bytes as give one buffer of content.
	 * @param bytes the buffer to read from
	 * @param length how many of its bytes belong to the frame
	 * @param ends whether the message ends with them
	 * @param streamed whether the size of the message does not matter
	 * @return the result; the content waits to be taken
	 */
	Result inflate(ByteBuf bytes, int length, boolean ends, boolean streamed) {
		ByteBuffer in = bytes.internalNioBuffer(bytes.readerIndex(), length);
		int from = in.position();
		ByteBuf out = bytes.alloc().buffer(capacity(length));
		this.content = out;
		ByteBuffer room = out.internalNioBuffer(0, out.capacity());
		int begin = room.position();
		MessageInflater.Result result = this.inflater.inflate(in, ends, room,
				streamed ? Long.MAX_VALUE - 1 : this.maxMessageSize);
		bytes.skipBytes(in.position() - from);
		out.writerIndex(room.position() - begin);
		this.more = result == MessageInflater.Result.NEEDS_OUTPUT;
		this.size += out.writerIndex();
		if (result == MessageInflater.Result.COMPLETE) {
			this.expected = this.size;
			this.size = 0;
		}
		return switch (result) {
			case NEEDS_INPUT, NEEDS_OUTPUT -> Result.CONTINUES;
			case COMPLETE -> Result.COMPLETE;
			case TOO_BIG -> Result.TOO_BIG;
			case CORRUPT -> Result.CORRUPT;
		};
	}

	private int capacity(int length) {
		long likely = Math.max(this.expected - this.size, RATIO * (long) length);
		return (int) Math.max(SMALLEST, Math.min(LARGEST, likely));
	}

	ByteBuf takeContent() {
		ByteBuf taken = Objects.requireNonNull(this.content);
		this.content = null;
		return taken;
	}

}
