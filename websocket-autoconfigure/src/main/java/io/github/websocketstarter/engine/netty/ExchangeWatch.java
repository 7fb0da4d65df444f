package io.github.websocketstarter.engine.netty;

import io.github.websocketstarter.cancellation.DisconnectReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Stands in the pipeline for the time of one exchange, and tells it how it ended: by a
 * complete response or by the end of the channel. Used on the event loop only.
 */
final class ExchangeWatch extends ChannelEnd {

	/** What a piece of the body costs beside its bytes. */
	private static final int PIECE_COST = 128;

	private final NettyClientConnection exchange;

	private final int readAhead;

	// The end of the TCP connection under an HTTP/2 stream.
	private final @Nullable ChannelEnd connection;

	// What was read without being asked for since the application last asked.
	private int ahead;

	private boolean last;

	private boolean closing;

	private boolean cut;

	// What is read from now on is no HTTP any more.
	private boolean upgrading;

	private ExchangeWatch(NettyClientConnection exchange, int readAhead, @Nullable ChannelEnd connection) {
		this.exchange = exchange;
		this.readAhead = readAhead;
		this.connection = connection;
	}

	/**
	 * Begin to watch the current exchange of a channel.
	 * @param exchange who is told of the end
	 * @param channel the connection or HTTP/2 stream, active
	 * @param readAhead how much to read of a body that the application does not read
	 * @return the watch
	 */
	static ExchangeWatch begin(NettyClientConnection exchange, Channel channel, int readAhead) {
		// An HTTP/2 connection is read for all its streams, so their ends are seen.
		boolean stream = channel instanceof Http2StreamChannel;
		ExchangeWatch watch = new ExchangeWatch(exchange, stream ? 0 : readAhead,
				stream ? ChannelEnd.of(channel.parent().pipeline()) : null);
		channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, watch);
		watch.readAhead(channel.pipeline().context(watch));
		return watch;
	}

	/**
	 * Close the connection after the response, and say so in the response if possible.
	 */
	void closeAfterResponse() {
		this.closing = true;
	}

	/**
	 * Cut the response off in the place of its regular end.
	 */
	void cutOff() {
		this.cut = true;
	}

	void accepted(Socket socket) {
		this.exchange.accepted(socket);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpContent content && !context.channel().config().isAutoRead()) {
			this.ahead += content.content().readableBytes() + PIECE_COST;
		}
		context.fireChannelRead(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		readAhead(context);
	}

	/**
	 * Keep a read going, for it is the only way to hear of the client's end: everywhere
	 * but on epoll a reset too.
	 */
	private void readAhead(ChannelHandlerContext context) {
		if (this.ahead < this.readAhead && !this.upgrading && !context.isRemoved()
				&& !context.channel().config().isAutoRead()) {
			context.read();
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		this.ahead = 0;
		context.read();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		boolean response = message instanceof HttpResponse;
		if (response && isInformational((HttpResponse) message)) {
			this.upgrading |= ((HttpResponse) message).status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
			context.write(message, promise);
			return;
		}
		if (response && this.closing) {
			HttpUtil.setKeepAlive((HttpResponse) message, false);
		}
		boolean ends = message instanceof LastHttpContent && !this.last;
		if (ends && this.cut && !response) {
			ReferenceCountUtil.release(message);
			cutOff(context, promise);
			return;
		}
		this.last |= ends;
		ChannelPromise watched = promise.unvoid();
		// Before the one of Reactor Netty that closes the connection.
		if (ends) {
			watched.addListener((written) -> ended(context, written));
		}
		else {
			watched.addListener(this::written);
		}
		context.write(message, watched);
	}

	private static boolean isInformational(HttpResponse response) {
		return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
	}

	private void cutOff(ChannelHandlerContext context, ChannelPromise promise) {
		because(DisconnectReason.ABORTED);
		if (context.channel() instanceof Http2StreamChannel) {
			context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
		}
		context.close().addListener((ChannelFuture closed) -> promise.trySuccess());
	}

	private void written(Future<?> written) {
		Throwable cause = written.cause();
		if (cause != null) {
			failed(cause);
		}
	}

	private void ended(ChannelHandlerContext context, Future<?> written) {
		written(written);
		if (written.isSuccess()) {
			end(context);
		}
	}

	private void end(ChannelHandlerContext context) {
		this.exchange.ended();
		if (!context.isRemoved()) {
			context.pipeline().remove(this);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (event instanceof Http2ResetFrame) {
			this.exchange.lost(DisconnectReason.PEER_RESET);
			// Netty waits for data that was received before to be read, and nobody may.
			context.executor().execute(context::close);
		}
		super.userEventTriggered(context, event);
		if (reason() == null && context.channel().isActive() && this.exchange.isOver()) {
			end(context);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.exchange.lost(reason(context.channel()));
		context.fireChannelInactive();
	}

	private DisconnectReason reason(Channel channel) {
		DisconnectReason found = reason();
		if (found == null && this.connection != null) {
			found = this.connection.reason();
		}
		if (found == null) {
			found = channel.eventLoop().isShuttingDown() ? DisconnectReason.SHUTDOWN : DisconnectReason.PEER_EOF;
		}
		return found;
	}

}
