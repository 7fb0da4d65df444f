package io.github.websocketstarter.engine.netty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;

/**
 * Ends connections of HTTP/1.1 whose clients begin a request and do not complete its head
 * in time. One handler before the codec sees bytes come, one behind it whether they have
 * completed something; a timer runs only while they have not. Used on the event loop
 * only.
 */
public final class RequestHeads {

	private static final byte[] ANSWER = """
			HTTP/1.1 408 Request Timeout\r
			connection: close\r
			content-length: 0\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	private static final Log logger = LogFactory.getLog(RequestHeads.class);

	private final long timeout;

	private final Bytes before = new Bytes();

	private final Messages behind = new Messages();

	// What the current read has brought.
	private boolean bytes;

	private boolean messages;

	// Whether bytes belong to the body of a request.
	private boolean body;

	// When the first bytes of an incomplete head came, ns.
	private long began;

	// How long the last head took that did not come at once, ns; 0 if it came at once.
	private long took;

	// Whether the connection is being closed, and what is left of the head is no request.
	private boolean closing;

	// Runs from the first bytes of an incomplete head to its end.
	private @Nullable Future<?> timer;

	private RequestHeads(long timeout) {
		this.timeout = timeout;
	}

	/**
	 * Let a server end connections whose clients are too slow.
	 * @param server the server
	 * @param timeout how long a head may take from its first byte on, positive
	 * @return the server that does
	 */
	public static HttpServer limit(HttpServer server, Duration timeout) {
		long nanos = timeout.toNanos();
		return server.doOnChannelInit((observer, channel, address) -> join(channel.pipeline(), nanos));
	}

	private static void join(ChannelPipeline pipeline, long timeout) {
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			RequestHeads heads = new RequestHeads(timeout);
			boolean either = pipeline.get(NettyPipeline.H2CUpgradeHandler) != null;
			pipeline.addBefore(either ? NettyPipeline.H2CUpgradeHandler : NettyPipeline.HttpCodec, null, heads.before);
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, heads.behind);
		}
		else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addBefore(NettyPipeline.ReactiveBridge, null, new Negotiation(timeout));
		}
	}

	/**
	 * Leave a pipeline in which there will be no more heads.
	 */
	static void leave(ChannelPipeline pipeline) {
		Messages found = pipeline.get(Messages.class);
		if (found != null) {
			found.heads().leaveFrom(pipeline);
		}
	}

	/**
	 * Return how long it took until the head of the current request was complete, ns.
	 */
	static long took(ChannelPipeline pipeline) {
		Messages found = pipeline.get(Messages.class);
		return (found != null) ? found.heads().took : 0;
	}

	private void leaveFrom(ChannelPipeline pipeline) {
		pipeline.remove(this.before);
		pipeline.remove(this.behind);
	}

	private void complete() {
		this.took = (this.timer != null) ? System.nanoTime() - this.began : 0;
		cancelTimer();
	}

	private void readComplete(ChannelHandlerContext context) {
		if (this.bytes && !this.messages && !this.body && this.timer == null && !this.closing) {
			this.began = System.nanoTime();
			startTimer(context);
		}
		this.bytes = false;
		this.messages = false;
	}

	private void startTimer(ChannelHandlerContext context) {
		if (context.pipeline().get(NettyPipeline.HttpTrafficHandler) == null) {
			// It is something else than HTTP/1.1 now.
			leaveFrom(context.pipeline());
			return;
		}
		this.timer = context.executor().schedule(() -> late(context), this.timeout, TimeUnit.NANOSECONDS);
	}

	private void late(ChannelHandlerContext context) {
		this.timer = null;
		if (ChannelOperations.get(context.channel()) != null) {
			// The head waits behind another request, which is not its client's fault.
			startTimer(context);
			return;
		}
		if (logger.isDebugEnabled()) {
			logger.debug("[" + context.channel().id() + "] The head of a request was not complete within "
					+ "'websocket.handshake-timeout'");
		}
		this.closing = true;
		ByteBuf answer = context.alloc().buffer(ANSWER.length).writeBytes(ANSWER);
		ChannelHandlerContext toClient = context.pipeline().context(this.before);
		toClient.writeAndFlush(answer);
		// Not when it is written: the client may not read either.
		toClient.close();
	}

	private void cancelTimer() {
		Future<?> current = this.timer;
		this.timer = null;
		if (current != null) {
			current.cancel(false);
		}
	}

	final class Bytes extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			RequestHeads.this.bytes = true;
			context.fireChannelRead(message);
		}

	}

	final class Messages extends ChannelInboundHandlerAdapter {

		RequestHeads heads() {
			return RequestHeads.this;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (RequestHeads.this.closing) {
				ReferenceCountUtil.release(message);
				return;
			}
			RequestHeads.this.messages = true;
			if (message instanceof HttpRequest) {
				complete();
			}
			if (message instanceof HttpObject) {
				RequestHeads.this.body = !(message instanceof LastHttpContent);
			}
			else {
				leaveFrom(context.pipeline());
			}
			context.fireChannelRead(message);
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			readComplete(context);
			context.fireChannelReadComplete();
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			cancelTimer();
		}

	}

	/**
	 * Waits until client and server have agreed what to speak over TLS.
	 */
	static final class Negotiation extends ChannelInboundHandlerAdapter {

		private final long timeout;

		Negotiation(long timeout) {
			this.timeout = timeout;
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof SslHandshakeCompletionEvent) {
				ChannelPipeline pipeline = context.pipeline();
				pipeline.remove(this);
				if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
					join(pipeline, this.timeout);
				}
			}
			context.fireUserEventTriggered(event);
		}

	}

}
