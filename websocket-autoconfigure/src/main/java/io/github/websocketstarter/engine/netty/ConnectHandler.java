package io.github.websocketstarter.engine.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

/**
 * The first handler of a stream. It leaves an ordinary request alone, keeps the
 * {@code :protocol} of an extended CONNECT (RFC 8441 §4), and if that is refused ends the
 * client's side of the stream, too, which would stay open for a socket.
 */
final class ConnectHandler extends ChannelDuplexHandler {

	static final String NAME = "websocketExtendedConnect";

	static final AttributeKey<String> PROTOCOL = AttributeKey.valueOf(ConnectHandler.class.getName() + ".PROTOCOL");

	// A name that no host has (RFC 2606 §2)
	private static final String NO_AUTHORITY = "unknown.invalid";

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof Http2HeadersFrame frame && !context.channel().hasAttr(PROTOCOL)) {
			Http2Headers headers = frame.headers();
			CharSequence protocol = headers.get(Http2Headers.PseudoHeaderName.PROTOCOL.value());
			if (protocol == null) {
				context.pipeline().remove(this);
			}
			else if (isMalformed(headers)) {
				ReferenceCountUtil.release(message);
				reset(context, Http2Error.PROTOCOL_ERROR);
				return;
			}
			else {
				context.channel().attr(PROTOCOL).set(protocol.toString());
				completeAuthority(headers);
			}
		}
		context.fireChannelRead(message);
	}

	private static boolean isMalformed(Http2Headers headers) {
		CharSequence method = headers.method();
		return method == null || !"CONNECT".contentEquals(method) || headers.scheme() == null || headers.path() == null;
	}

	/**
	 * The client need not send the authority, but Netty makes a CONNECT of HTTP/1.1 out
	 * of the request, which has to have one.
	 */
	private static void completeAuthority(Http2Headers headers) {
		if (headers.authority() == null) {
			headers.authority(headers.get(HttpHeaderNames.HOST, NO_AUTHORITY));
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		boolean last = (message instanceof Http2HeadersFrame headers && headers.isEndStream())
				|| (message instanceof Http2DataFrame data && data.isEndStream());
		if (last) {
			context.write(message, promise.unvoid()).addListener((sent) -> reset(context, Http2Error.NO_ERROR));
		}
		else {
			context.write(message, promise);
		}
	}

	private static void reset(ChannelHandlerContext context, Http2Error error) {
		if (context.channel().isActive()) {
			context.writeAndFlush(new DefaultHttp2ResetFrame(error));
			context.close();
		}
	}

}
