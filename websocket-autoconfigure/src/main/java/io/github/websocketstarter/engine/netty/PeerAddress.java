package io.github.websocketstarter.engine.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * Who has connected, and what it has sent, before anything applies or removes the headers
 * of proxies.
 */
public final class PeerAddress {

	private PeerAddress() {
	}

	/**
	 * Return the other end of the TCP connection under a request.
	 * @param request the request
	 * @return its address, or {@code null} if it has none, as over a Unix domain socket
	 */
	public static @Nullable InetAddress of(ServerHttpRequest request) {
		HttpServerRequest found = nativeRequest(request);
		return (found != null && found.connectionRemoteAddress() instanceof InetSocketAddress address)
				? address.getAddress() : null;
	}

	/**
	 * Return a header of a request as it was received.
	 * @param request the request
	 * @param name the name of the header
	 * @return its lines, possibly none
	 */
	public static List<String> header(ServerHttpRequest request, String name) {
		HttpServerRequest found = nativeRequest(request);
		return (found != null) ? found.requestHeaders().getAll(name) : List.of();
	}

	private static @Nullable HttpServerRequest nativeRequest(ServerHttpRequest request) {
		try {
			return (ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest found) ? found
					: null;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A mock request has no native one.
			return null;
		}
	}

}
