package io.github.websocketstarter.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The handler that owns every byte of a connection. It stands before Reactor Netty's
 * bridge, which never sees a frame, only the end of the channel; what Reactor Netty
 * itself writes is dropped, and its Close frame is taken as the server's wish to shut
 * down.
 * <p>
 * It is added before the handshake is answered and lets nothing be read until then, so
 * that no byte gets to Reactor Netty's own codec.
 */
class SocketHandler extends ChannelDuplexHandler {

	// Null until the handshake is answered.
	private @Nullable Socket socket;

	/**
	 * Take the channel over.
	 */
	final void open(Socket socket) {
		this.socket = socket;
	}

	final Socket socket() {
		Socket current = this.socket;
		if (current == null) {
			throw new IllegalStateException("The handler is not open yet");
		}
		return current;
	}

	final boolean isOpen() {
		return this.socket != null;
	}

	@Override
	public final void channelRead(ChannelHandlerContext context, Object message) {
		if (isOpen()) {
			received(message);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	/**
	 * Take what was read.
	 * @param message the message, which is released here
	 */
	void received(Object message) {
		if (message instanceof ByteBuf bytes) {
			socket().intake().received(bytes);
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (isOpen()) {
			socket().intake().readComplete();
		}
		else {
			context.fireChannelReadComplete();
		}
	}

	/**
	 * Reactor Netty asks for bytes; the socket does it for itself.
	 */
	@Override
	public void read(ChannelHandlerContext context) {
		// not before the handshake, and not without room after it
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (isOpen()) {
			socket().outbound().writabilityChanged();
		}
		else {
			context.fireChannelWritabilityChanged();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (isOpen()) {
			socket().transportEnded();
		}
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (isOpen()) {
			socket().transportFailed(cause);
		}
		else {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (!isOpen()) {
			context.write(message, promise);
			return;
		}
		if (message instanceof CloseWebSocketFrame) {
			socket().shutdown();
		}
		ReferenceCountUtil.release(message);
		promise.trySuccess();
	}

}
