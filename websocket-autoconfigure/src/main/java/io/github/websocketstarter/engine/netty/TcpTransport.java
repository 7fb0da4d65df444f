package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection of its own, with or without TLS.
 */
final class TcpTransport implements Transport {

	private final ChannelHandlerContext context;

	private final Channel channel;

	private final @Nullable DirectSend direct;

	TcpTransport(ChannelHandlerContext context) {
		this.context = context;
		this.channel = context.channel();
		this.direct = DirectSend.to(this.channel);
	}

	@Override
	public ByteBufAllocator allocator() {
		return this.context.alloc();
	}

	@Override
	public ChannelFuture write(ByteBuf bytes) {
		return this.context.write(bytes);
	}

	@Override
	public void flush() {
		this.context.flush();
	}

	/**
	 * Ask the kernel to take bytes, unless there is a handler that has to see them, as
	 * for TLS or metrics.
	 */
	@Override
	public int writeNow(ByteBuf bytes) {
		DirectSend send = this.direct;
		return (send != null && this.channel.pipeline().firstContext() == this.context) ? send.send(bytes) : 0;
	}

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public void read() {
		this.context.read();
	}

	@Override
	public boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	public void endOutput() {
		SslHandler ssl = this.context.pipeline().get(SslHandler.class);
		if (ssl == null) {
			shutdownOutput();
			return;
		}
		ssl.closeOutbound().addListener((sent) -> shutdownOutput());
	}

	private void shutdownOutput() {
		if (this.channel.isActive() && this.channel instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
	}

	@Override
	public ChannelFuture close() {
		return this.context.close();
	}

	@Override
	public void fail() {
		this.context.close();
	}

	@Override
	public void refuseSiblings() {
		// there are none
	}

	@Override
	public void reset() {
		reset(this.channel);
	}

	/**
	 * Reset a TCP connection: below the {@link SslHandler}, which would end cleanly.
	 */
	static void reset(Channel channel) {
		if (channel.isActive()) {
			channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		channel.unsafe().close(channel.unsafe().voidPromise());
	}

}
