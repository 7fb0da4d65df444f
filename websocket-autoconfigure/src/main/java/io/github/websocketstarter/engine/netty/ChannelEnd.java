package io.github.websocketstarter.engine.netty;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

import javax.net.ssl.SSLException;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.logging.error.ErrorLogEvent;

/**
 * Notes why a channel ends. Used on the event loop only.
 */
class ChannelEnd extends ChannelDuplexHandler {

	// The first reason that was found, while the channel may still be open.
	private @Nullable DisconnectReason reason;

	/**
	 * Return the one of an HTTP/2 connection, for all its streams.
	 */
	static ChannelEnd of(ChannelPipeline connection) {
		ChannelEnd end = connection.get(ChannelEnd.class);
		if (end == null) {
			end = new ChannelEnd();
			connection.addFirst(end);
		}
		return end;
	}

	final void because(DisconnectReason why) {
		if (this.reason == null) {
			this.reason = why;
		}
	}

	final @Nullable DisconnectReason reason() {
		return this.reason;
	}

	/**
	 * Note a failure of reading or writing.
	 */
	final void failed(Throwable cause) {
		if (!(cause instanceof ClosedChannelException)) {
			because(isReset(cause) ? DisconnectReason.PEER_RESET : DisconnectReason.TRANSPORT_ERROR);
		}
	}

	private static boolean isReset(Throwable cause) {
		return cause instanceof IOException && !(cause instanceof SSLException)
				&& !(cause instanceof ClosedChannelException);
	}

	/**
	 * That a client resets its connection is no news to be logged; Netty closes the
	 * channel next.
	 */
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		failed(cause);
		if (!isReset(cause)) {
			context.fireExceptionCaught(cause);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
			because(DisconnectReason.PEER_EOF);
		}
		else if (event instanceof ErrorLogEvent) {
			because(DisconnectReason.HANDLER_ERROR);
		}
		context.fireUserEventTriggered(event);
	}

	/**
	 * Closed by this side: what the peer does comes without this call.
	 */
	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		because(isServerOpen(context.channel()) ? DisconnectReason.ABORTED : DisconnectReason.SHUTDOWN);
		context.close(promise);
	}

	private static boolean isServerOpen(Channel channel) {
		Channel server = channel;
		while (server.parent() != null) {
			server = server.parent();
		}
		return server.isOpen();
	}

}
