package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;

import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.deflate.DeflateOutput;
import io.github.websocketstarter.engine.deflate.DeflatePool;
import io.github.websocketstarter.engine.deflate.MessageDeflater;
import io.github.websocketstarter.engine.deflate.MessageInflater;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The compression of one connection, which costs next to nothing until it is used. What
 * it needs for the time of a message comes from the pool of its event loop and goes back
 * to it. Used on the event loop only.
 */
final class PerMessageDeflate {

	/** Idle ones of each kind to keep for each event loop. */
	private static final int POOLED = 4;

	private static final FastThreadLocal<DeflatePool> POOL = new FastThreadLocal<>() {
		@Override
		protected DeflatePool initialValue() {
			return new DeflatePool(POOLED);
		}
	};

	private final Compression compression;

	// Null until the first compressed message of each direction.
	private @Nullable MessageDeflater deflater;

	private @Nullable MessageInflater inflater;

	PerMessageDeflate(Compression compression) {
		this.compression = compression;
	}

	int threshold() {
		return this.compression.threshold();
	}

	/**
	 * A message was sent that was compressed for itself and for several connections, so
	 * it refers to none before it; but later ones may refer to it.
	 * @param payload the payload before it was compressed, whose position moves
	 */
	void passed(ByteBuffer payload) {
		if (this.deflater != null) {
			this.deflater.passed(payload);
		}
	}

	Compression compression() {
		return this.compression;
	}

	private MessageDeflater deflater() {
		MessageDeflater current = this.deflater;
		if (current == null) {
			current = new MessageDeflater(POOL.get(), this.compression.level(), this.compression.serverTakeover(),
					this.compression.serverWindowBits());
			this.deflater = current;
		}
		return current;
	}

	MessageInflater inflater() {
		MessageInflater current = this.inflater;
		if (current == null) {
			current = new MessageInflater(POOL.get(), this.compression.clientTakeover(),
					this.compression.clientWindowBits());
			this.inflater = current;
		}
		return current;
	}

	/**
	 * Compress the payload of a frame.
	 * @param payload the payload, which is released here
	 * @param last whether its message ends with it
	 * @return the compressed payload
	 */
	ByteBuf deflate(ByteBuf payload, boolean last, ByteBufAllocator allocator) {
		ByteBuf out = allocator.ioBuffer(Math.max(payload.readableBytes() / 4, 256));
		try {
			deflater().deflate(payload.nioBuffer(), last, new Output(out));
			return out;
		}
		catch (RuntimeException ex) {
			out.release();
			throw ex;
		}
		finally {
			payload.release();
		}
	}

	void close() {
		if (this.deflater != null) {
			this.deflater.close();
		}
		if (this.inflater != null) {
			this.inflater.close();
		}
	}

	record Output(ByteBuf bytes) implements DeflateOutput {

		@Override
		public ByteBuffer room(int least) {
			this.bytes.ensureWritable(least);
			return this.bytes.internalNioBuffer(this.bytes.writerIndex(), this.bytes.writableBytes());
		}

		@Override
		public void written(int count) {
			this.bytes.writerIndex(this.bytes.writerIndex() + count);
		}

	}

}
