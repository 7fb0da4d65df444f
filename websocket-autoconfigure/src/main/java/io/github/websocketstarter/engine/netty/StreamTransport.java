package io.github.websocketstarter.engine.netty;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an HTTP/2 connection (RFC 8441 §5): FIN is END_STREAM, RST is RST_STREAM.
 */
final class StreamTransport implements Transport {

	private static final AttributeKey<Boolean> GOING_AWAY = AttributeKey
		.valueOf(StreamTransport.class.getName() + ".GOING_AWAY");

	private static final long LINGER_MILLIS = 1000;

	private final ChannelHandlerContext context;

	// What was written last; what came before has left when it has.
	private @Nullable ChannelFuture last;

	// Our END_STREAM.
	private @Nullable ChannelFuture end;

	StreamTransport(ChannelHandlerContext context) {
		this.context = context;
		Channel channel = context.channel();
		int widened = widen(channel.parent(), Integer.MAX_VALUE);
		channel.closeFuture().addListener((closed) -> widen(channel.parent(), -widened));
	}

	/**
	 * Make the window of the connection as large as those of its sockets together, so
	 * that those that are not read keep nothing from their siblings. It has to be twice
	 * as large, because it is filled up when half of it is used.
	 * @param connection the HTTP/2 connection
	 * @param most the greatest change, less than 0 to take it back
	 * @return the change that was made
	 */
	private static int widen(Channel connection, int most) {
		Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
		if (codec == null || !connection.isActive()) {
			return 0;
		}
		Http2Connection http2 = codec.connection();
		Http2LocalFlowController windows = http2.local().flowController();
		int change = most;
		try {
			if (most > 0) {
				long left = (long) Integer.MAX_VALUE - windows.initialWindowSize(http2.connectionStream());
				change = (int) Math.min(left, 2L * windows.initialWindowSize());
			}
			windows.incrementWindowSize(http2.connectionStream(), change);
		}
		catch (Http2Exception ex) {
			connection.pipeline().fireExceptionCaught(ex);
		}
		connection.flush();
		return change;
	}

	@Override
	public ByteBufAllocator allocator() {
		return this.context.alloc();
	}

	@Override
	public ChannelFuture write(ByteBuf bytes) {
		ChannelFuture before = this.last;
		// Empty frames would reach the peer, which may take many of them for an attack.
		if (!bytes.isReadable()) {
			bytes.release();
			return (before != null) ? before : this.context.newSucceededFuture();
		}
		ChannelFuture written = this.context.write(new DefaultHttp2DataFrame(bytes));
		this.last = written;
		return written;
	}

	@Override
	public void flush() {
		this.context.flush();
	}

	@Override
	public int writeNow(ByteBuf bytes) {
		return 0;
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public void read() {
		this.context.read();
	}

	@Override
	public boolean isWritable() {
		return this.context.channel().isWritable();
	}

	@Override
	public void endOutput() {
		close();
	}

	/**
	 * End our stream. The peer has a moment to end its own: a reset at once would make
	 * browsers think that something went wrong.
	 */
	@Override
	public ChannelFuture close() {
		ChannelFuture ended = this.end;
		if (ended == null) {
			ended = this.context.writeAndFlush(new DefaultHttp2DataFrame(true));
			this.end = ended;
			ended.addListener((sent) -> linger());
		}
		return ended;
	}

	private void linger() {
		Channel channel = this.context.channel();
		if (channel.isActive()) {
			Future<?> reset = channel.eventLoop().schedule(this::reset, LINGER_MILLIS, TimeUnit.MILLISECONDS);
			channel.closeFuture().addListener((closed) -> reset.cancel(false));
		}
	}

	/**
	 * Reset the stream, unless Netty, which may have found the fault, does first.
	 */
	@Override
	public void fail() {
		this.context.executor().execute(this::reset);
	}

	/**
	 * Send GOAWAY; the connection ends with the last of its streams.
	 */
	@Override
	public void refuseSiblings() {
		Channel connection = this.context.channel().parent();
		if (connection.attr(GOING_AWAY).setIfAbsent(true) == null) {
			connection.close();
		}
	}

	@Override
	public void reset() {
		boolean complete = this.end != null && this.end.isSuccess();
		this.context.writeAndFlush(new DefaultHttp2ResetFrame(complete ? Http2Error.NO_ERROR : Http2Error.CANCEL));
		this.context.close();
	}

}
