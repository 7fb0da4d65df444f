package io.github.websocketstarter.engine.netty;

import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The extended CONNECT of HTTP/2 (RFC 8441): tells clients that the server takes it, and
 * keeps the {@code :protocol} that a request asks for, which is not among its headers.
 *
 * @since 0.1.0
 */
public final class ExtendedConnect {

	private ExtendedConnect() {
	}

	/**
	 * Let a server take extended CONNECTs. Its other settings of HTTP/2 stay.
	 * @param server the server
	 * @return the server that does
	 */
	public static HttpServer enable(HttpServer server) {
		Http2SettingsSpec present = server.configuration().http2SettingsSpec();
		return server.http2Settings((settings) -> {
			if (present != null) {
				copy(present, settings);
			}
			settings.connectProtocolEnabled(true);
		}).childObserve(new Streams());
	}

	private static void copy(Http2SettingsSpec from, Http2SettingsSpec.Builder to) {
		set(from.headerTableSize(), to::headerTableSize);
		set(from.initialWindowSize(), to::initialWindowSize);
		set(from.maxConcurrentStreams(), to::maxConcurrentStreams);
		set(from.maxFrameSize(), to::maxFrameSize);
		set(from.maxHeaderListSize(), to::maxHeaderListSize);
		set(from.maxStreams(), to::maxStreams);
		set(from.pingAckDropThreshold(), to::pingAckDropThreshold);
		set(from.pingAckTimeout(), to::pingAckTimeout);
		Integer decoded = from.maxDecodedRstFramesPerWindow();
		Integer decodedSeconds = from.maxDecodedRstFramesSecondsPerWindow();
		if (decoded != null && decodedSeconds != null) {
			to.maxDecodedRstFramesPerWindow(decoded, decodedSeconds);
		}
		Integer encoded = from.maxEncodedRstFramesPerWindow();
		Integer encodedSeconds = from.maxEncodedRstFramesSecondsPerWindow();
		if (encoded != null && encodedSeconds != null) {
			to.maxEncodedRstFramesPerWindow(encoded, encodedSeconds);
		}
	}

	private static <T> void set(@Nullable T value, Consumer<T> setting) {
		if (value != null) {
			setting.accept(value);
		}
	}

	/**
	 * Return whether a request is an extended CONNECT.
	 * @param request the request
	 * @return the protocol it asks for, or {@code null} if it is an ordinary request
	 */
	public static @Nullable String protocol(ServerHttpRequest request) {
		Object found;
		try {
			found = ServerHttpRequestDecorator.getNativeRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return null;
		}
		if (!(found instanceof HttpServerRequest server && server instanceof Connection connection)) {
			return null;
		}
		Channel channel = connection.channel();
		return (channel instanceof Http2StreamChannel) ? channel.attr(ConnectHandler.PROTOCOL).get() : null;
	}

	/**
	 * Adds a handler to each stream before its first frame, and one to its connection
	 * that keeps a reset from being logged.
	 */
	private static final class Streams implements ConnectionObserver {

		@Override
		public void onStateChange(Connection connection, State state) {
			if (state == State.CONNECTED && connection.channel() instanceof Http2StreamChannel stream) {
				stream.pipeline().addFirst(ConnectHandler.NAME, new ConnectHandler());
				ChannelEnd.of(stream.parent().pipeline());
			}
		}

	}

}
