package io.github.websocketstarter.upgrade;

import io.github.websocketstarter.engine.netty.ExtendedConnect;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.Assert;

/**
 * Shows the application an extended CONNECT for a WebSocket (RFC 8441) as the GET that
 * the same client would send over HTTP/1.1: method, {@code Upgrade}, {@code Connection}
 * and {@code Sec-WebSocket-Key}. So mappings, predicates, access rules and filters that
 * know WebSockets over HTTP/1.1 treat both alike; an access rule for GET, above all,
 * cannot be passed by.
 * <p>
 * To the client a success would mean that its WebSocket is open. If the application
 * answers with success and did not accept the request, the client gets 400 instead, as
 * for any other {@code :protocol}.
 *
 * @since 0.1.0
 */
public final class ExtendedConnectHandler implements HttpHandler {

	/** A client need not send a key over HTTP/2, and what it sends need not be one. */
	private static final String ANY_KEY = "AAAAAAAAAAAAAAAAAAAAAA==";

	private final HttpHandler application;

	/**
	 * Create a handler.
	 * @param application handles what the client asks for
	 */
	public ExtendedConnectHandler(HttpHandler application) {
		Assert.notNull(application, "'application' must not be null");
		this.application = application;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		String protocol = ExtendedConnect.protocol(request);
		if (protocol == null) {
			return this.application.handle(request, response);
		}
		if (!protocol.equalsIgnoreCase("websocket")) {
			response.setStatusCode(HttpStatus.BAD_REQUEST);
			return response.setComplete();
		}
		response.beforeCommit(() -> Mono.fromRunnable(() -> refuseUnlessAccepted(response)));
		return this.application.handle(request.mutate().method(HttpMethod.GET).headers((headers) -> {
			headers.set(HttpHeaders.UPGRADE, "websocket");
			headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
			headers.set("Sec-WebSocket-Key", ANY_KEY);
			// How Netty says that the stream is open
			headers.remove(HttpHeaders.TRANSFER_ENCODING);
		}).build(), response);
	}

	private static void refuseUnlessAccepted(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		if (isSuccess(status)) {
			response.setStatusCode(HttpStatus.BAD_REQUEST);
		}
	}

	private static boolean isSuccess(@Nullable HttpStatusCode status) {
		return status == null || status.is2xxSuccessful();
	}

}
