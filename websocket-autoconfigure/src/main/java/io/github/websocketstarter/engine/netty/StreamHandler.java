package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection that is a stream of an HTTP/2 connection.
 */
final class StreamHandler extends SocketHandler {

	// The end of the connection that the stream belongs to.
	private @Nullable ChannelEnd connection;

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.connection = ChannelEnd.of(context.channel().parent().pipeline());
	}

	@Override
	void received(Object message) {
		if (message instanceof Http2DataFrame data) {
			boolean last = data.isEndStream();
			// The frame is released with its content.
			super.received(data.content());
			endIf(last);
		}
		else {
			endIf(message instanceof Http2HeadersFrame trailers && trailers.isEndStream());
			ReferenceCountUtil.release(message);
		}
	}

	private void endIf(boolean last) {
		if (last) {
			socket().intake().inputEnded();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (isOpen() && this.connection != null && this.connection.reason() == DisconnectReason.PEER_RESET) {
			socket().peerReset();
		}
		super.channelInactive(context);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof Http2ResetFrame && isOpen()) {
			socket().peerReset();
			// Netty waits for data that was received before to be read, and nobody may.
			context.executor().execute(context::close);
		}
		context.fireUserEventTriggered(event);
	}

}
