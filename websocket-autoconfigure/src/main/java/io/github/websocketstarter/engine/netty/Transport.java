package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;

/**
 * The two byte streams under a connection: a TCP connection, or a stream of an HTTP/2
 * connection. Used on the event loop only.
 */
interface Transport {

	ByteBufAllocator allocator();

	/**
	 * Hand bytes over without flushing them.
	 * @param bytes the bytes, which the transport releases
	 * @return done when the bytes have left this process or will never do
	 */
	ChannelFuture write(ByteBuf bytes);

	void flush();

	/**
	 * Give bytes away at once, ahead of nothing.
	 * @param bytes the bytes, which stay the caller's
	 * @return how many have left; what is left of them is to be written
	 */
	int writeNow(ByteBuf bytes);

	/**
	 * Return whether connections beside this one have the same transport below, so that
	 * what is written to several of them is flushed better when all is written.
	 */
	boolean isShared();

	/**
	 * Ask for the next bytes.
	 */
	void read();

	/**
	 * Return whether less than the high water mark waits to leave.
	 */
	boolean isWritable();

	/**
	 * End the outgoing stream after what was written and leave the incoming one open.
	 */
	void endOutput();

	/**
	 * End both streams after what was written, or what is left of them.
	 * @return done when ours has ended; that the peer ends its own may take longer
	 */
	ChannelFuture close();

	/**
	 * Let go of what is left after reading or writing failed.
	 */
	void fail();

	/**
	 * Let the peer open no more streams beside this one (HTTP/2).
	 */
	void refuseSiblings();

	/**
	 * Drop what was written and let the peer know at once: RST or RST_STREAM.
	 */
	void reset();

}
