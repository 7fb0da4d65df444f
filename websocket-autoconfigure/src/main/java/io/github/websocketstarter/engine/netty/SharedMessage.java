package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.Fanout;
import io.github.websocketstarter.engine.Opcode;
import io.github.websocketstarter.engine.deflate.DeflatePool;
import io.github.websocketstarter.engine.deflate.MessageDeflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.NettyRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A message for many connections, whose frames are made once: one as it is, and a
 * compressed one for each agreement among the connections. A compressed one refers to no
 * message before it, so it fits every connection with its window. Immutable once it is
 * sent, owned by whoever has {@linkplain #retain() retained} it.
 */
final class SharedMessage extends AbstractReferenceCounted {

	/** Lent to one sender at a time, on whatever thread it sends. */
	private static final Queue<DeflatePool> POOLS = new ArrayBlockingQueue<>(NettyRuntime.availableProcessors());

	private final int opcode;

	private final boolean compress;

	private final ByteBuffer payload;

	private final @Nullable String key;

	private final List<Deflated> deflated = new ArrayList<>(1);

	private @Nullable ByteBuf plain;

	SharedMessage(Fanout.Message message) {
		this.opcode = message.text() ? Opcode.TEXT : Opcode.BINARY;
		this.compress = message.compress();
		this.payload = message.payload().slice();
		this.key = message.key();
	}

	int size() {
		return this.payload.remaining();
	}

	@Nullable String key() {
		return this.key;
	}

	/**
	 * Make the frame for connections without compression, before it is sent.
	 */
	void prepare() {
		if (this.plain == null) {
			this.plain = frame(this.opcode | FrameWriter.FIN, this.payload.duplicate());
		}
	}

	/**
	 * Make the frame for connections with compression, before it is sent.
	 * @param to what they have agreed on
	 */
	void prepare(Compression to) {
		if (!isCompressed(to)) {
			prepare();
		}
		else if (find(to) == null) {
			this.deflated.add(deflate(to));
		}
	}

	private boolean isCompressed(Compression to) {
		return this.compress && size() >= to.threshold();
	}

	private @Nullable Deflated find(Compression wanted) {
		for (Deflated each : this.deflated) {
			if (each.level() == wanted.level() && each.windowBits() == wanted.serverWindowBits()) {
				return each;
			}
		}
		return null;
	}

	/**
	 * Return the frame for a connection, which is not retained.
	 * @param to the compression of the connection, or {@code null}
	 */
	ByteBuf frame(@Nullable PerMessageDeflate to) {
		ByteBuf frame = this.plain;
		if (to != null && isCompressed(to.compression())) {
			Deflated found = find(to.compression());
			frame = (found != null) ? found.frame() : null;
		}
		if (frame == null) {
			throw new IllegalStateException("The message was not prepared for this connection");
		}
		return frame;
	}

	/**
	 * Let the compression of a connection know that the message was sent.
	 * @param by the compression
	 */
	void sent(PerMessageDeflate by) {
		if (isCompressed(by.compression())) {
			by.passed(this.payload.duplicate());
		}
	}

	private static ByteBuf frame(int first, ByteBuffer payload) {
		int size = payload.remaining();
		ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(FrameWriter.MAX_HEADER + size);
		FrameWriter.encodeHeader(frame, first, size);
		return frame.writeBytes(payload);
	}

	private Deflated deflate(Compression wanted) {
		DeflatePool lent = POOLS.poll();
		DeflatePool pool = (lent != null) ? lent : new DeflatePool(1);
		ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(size() / 4, 256));
		try {
			new MessageDeflater(pool, wanted.level(), false, wanted.serverWindowBits())
				.deflate(this.payload.duplicate(), true, new PerMessageDeflate.Output(out));
			ByteBuf frame = frame(this.opcode | FrameWriter.FIN | FrameWriter.RSV1, out.nioBuffer());
			// One that has failed is not used again.
			POOLS.offer(pool);
			return new Deflated(wanted.level(), wanted.serverWindowBits(), frame);
		}
		finally {
			out.release();
		}
	}

	@Override
	public SharedMessage retain() {
		super.retain();
		return this;
	}

	@Override
	public SharedMessage touch(Object hint) {
		return this;
	}

	@Override
	protected void deallocate() {
		if (this.plain != null) {
			this.plain.release();
		}
		this.deflated.forEach((each) -> each.frame().release());
	}

	private record Deflated(int level, int windowBits, ByteBuf frame) {

	}

}
