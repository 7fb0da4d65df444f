package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;

import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.DeflateOutput;
import io.github.websocketstarter.engine.MessageDeflater;
import io.github.websocketstarter.engine.MessageInflater;
import io.github.websocketstarter.engine.ZlibPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The compression of one connection. Its deflaters and inflaters come from the pool of
 * its event loop and go back to it. Used on the event loop only.
 */
final class Zlib {

	/** Idle deflaters and inflaters to keep for each event loop and level. */
	private static final int POOLED = 4;

	private static final int LEVELS = 10;

	private static final FastThreadLocal<ZlibPool[]> POOLS = new FastThreadLocal<>() {
		@Override
		protected ZlibPool[] initialValue() {
			return new ZlibPool[LEVELS];
		}

		@Override
		protected void onRemoval(ZlibPool[] pools) {
			for (ZlibPool pool : pools) {
				if (pool != null) {
					pool.close();
				}
			}
		}
	};

	private final int threshold;

	private final MessageDeflater deflater;

	private final MessageInflater inflater;

	Zlib(Compression compression) {
		ZlibPool[] pools = POOLS.get();
		ZlibPool pool = pools[compression.level()];
		if (pool == null) {
			pool = new ZlibPool(compression.level(), POOLED);
			pools[compression.level()] = pool;
		}
		this.threshold = compression.threshold();
		this.deflater = new MessageDeflater(pool, compression.serverTakeover(), compression.serverWindowBits());
		this.inflater = new MessageInflater(pool, compression.clientTakeover());
	}

	int threshold() {
		return this.threshold;
	}

	MessageInflater inflater() {
		return this.inflater;
	}

	/**
	 * Compress the payload of a frame.
	 * @param payload the payload, which is released here
	 * @param last whether its message ends with it
	 * @return the compressed payload
	 */
	ByteBuf deflate(ByteBuf payload, boolean last, ByteBufAllocator allocator) {
		ByteBuf out = allocator.ioBuffer(Math.max(payload.readableBytes() / 2, 256));
		try {
			this.deflater.deflate(payload.nioBuffer(), last, new Output(out));
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
		this.deflater.close();
		this.inflater.close();
	}

	private record Output(ByteBuf bytes) implements DeflateOutput {

		@Override
		public ByteBuffer room(int least) {
			this.bytes.ensureWritable(least);
			return this.bytes.internalNioBuffer(this.bytes.writerIndex(), this.bytes.writableBytes());
		}

		@Override
		public void written(int count) {
			this.bytes.writerIndex(this.bytes.writerIndex() + count);
		}

		@Override
		public void takeBack(int count) {
			this.bytes.writerIndex(this.bytes.writerIndex() - count);
		}

	}

}
