package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The handler that owns every byte of a connection. It stands before Reactor Netty's
 * bridge, which never sees a frame, only the end of the channel; the frames that Reactor
 * Netty itself writes are dropped, and its Close frame is taken as the server's wish to
 * shut down.
 */
final class SocketHandler extends ChannelDuplexHandler {

	// Set by the one who adds this handler, right after it was added.
	private @Nullable Socket socket;

	void open(Socket socket) {
		this.socket = socket;
	}

	private Socket socket() {
		Socket current = this.socket;
		if (current == null) {
			throw new IllegalStateException("The handler is not open yet");
		}
		return current;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			socket().intake().received(bytes);
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		socket().intake().readComplete();
	}

	@Override
	public void read(ChannelHandlerContext context) {
		socket().intake().readRequested();
		context.read();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		socket().outbound().writabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		socket().transportEnded();
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		socket().transportFailed(cause);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof WebSocketFrame) {
			if (message instanceof CloseWebSocketFrame) {
				socket().shutdown();
			}
			ReferenceCountUtil.release(message);
			promise.trySuccess();
			return;
		}
		context.write(message, promise);
	}

}
