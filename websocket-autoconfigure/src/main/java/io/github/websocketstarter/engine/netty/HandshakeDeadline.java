package io.github.websocketstarter.engine.netty;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The time until which one handshake has to be answered, after which the server does it.
 * The answer is written below the application's response, where nothing can hold it up.
 */
final class HandshakeDeadline {

	private static final AttributeKey<HandshakeDeadline> CURRENT = AttributeKey
		.valueOf(HandshakeDeadline.class.getName() + ".CURRENT");

	/** A server that is slow should not be asked again at once. */
	private static final int RETRY_AFTER = 5;

	private final Channel channel;

	private final HttpServerResponse response;

	private final Sinks.Empty<Void> over = Sinks.empty();

	// Null until the application is called.
	private volatile @Nullable Future<?> timer;

	HandshakeDeadline(Channel channel, HttpServerResponse response) {
		this.channel = channel;
		this.response = response;
	}

	/**
	 * Call the application, and cancel and answer in its place if it is late.
	 * @param application what handles the handshake
	 * @param nanos how much time there is
	 * @param report told if the application is late
	 * @return completes with the application, or when the answer is written
	 */
	Mono<Void> limit(Mono<Void> application, long nanos, Runnable report) {
		Mono<Void> late = this.over.asMono().doOnSubscribe((begun) -> start(nanos)).doOnCancel(this::stop);
		// Started first: the connection may open before the other subscription returns.
		return Mono.firstWithSignal(late.thenReturn(true), application.thenReturn(false))
			.flatMap((isLate) -> isLate ? answer(report) : Mono.empty());
	}

	/**
	 * The connection is open.
	 */
	static void met(Channel channel) {
		HandshakeDeadline current = channel.hasAttr(CURRENT) ? channel.attr(CURRENT).getAndSet(null) : null;
		if (current != null) {
			current.stop();
		}
	}

	private void start(long nanos) {
		this.channel.attr(CURRENT).set(this);
		this.timer = this.channel.eventLoop().schedule(this::expire, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
	}

	private void stop() {
		this.channel.attr(CURRENT).compareAndSet(this, null);
		Future<?> current = this.timer;
		if (current != null) {
			current.cancel(false);
		}
	}

	private void expire() {
		// Any other answer may take as long as it likes.
		if (!this.response.hasSentHeaders() || isSwitching()) {
			this.over.tryEmitEmpty();
		}
	}

	private boolean isSwitching() {
		return this.response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

	private Mono<Void> answer(Runnable report) {
		report.run();
		if (this.response.hasSentHeaders()) {
			end();
			return Mono.empty();
		}
		HttpHeaders headers = this.response.responseHeaders();
		headers.clear();
		headers.set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER);
		return this.response.status(HttpResponseStatus.SERVICE_UNAVAILABLE).send();
	}

	/**
	 * The client does not take the answer, or the application is answering on another
	 * thread this very moment.
	 */
	private void end() {
		if (this.channel instanceof Http2StreamChannel) {
			this.channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
		}
		this.channel.close();
	}

}
