package io.github.websocketstarter.exchange;

import java.time.Duration;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectToken;

import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * The client's connection under one HTTP exchange: tells when the client has gone, and
 * ends the connection in the way that is wanted. An argument of controller methods, as
 * are {@link DisconnectToken} and {@link CancellationToken}, which then are
 * {@link #disconnected()}.
 * <p>
 * Over HTTP/2 an exchange has a stream of its own, and unless said otherwise everything
 * here is about that stream: the other requests of the same client go on. In an exchange
 * that was accepted as a WebSocket it is about the WebSocket.
 * <p>
 * Safe for use by several threads; no method blocks. But for {@link #cancelIo()}, for
 * which all reads and writes of bodies are decorated, an exchange that asks for none of
 * this pays nothing. Once the exchange has ended, no method touches the connection any
 * more, which may already serve the next request. On another server than Reactor Netty
 * every method fails with {@link UnsupportedOperationException}.
 * <p>
 * Mirrors members of {@code System.Web.HttpResponse}, {@code IHttpResponse},
 * {@code IHttpConnection} and {@code IHttpContext}.
 *
 * @since 0.1.0
 */
public interface ClientConnection {

	/**
	 * Return the token that is cancelled when the client goes before the exchange has
	 * ended, or when the server ends the connection early. An exchange whose response is
	 * complete never cancels it, whatever the client does then.
	 * <p>
	 * While the application does not read the body of an HTTP/1.1 request, at most
	 * {@code websocket.read-ahead} (default 64 KB) of it are taken in; beyond, the
	 * client's end is only seen when reading goes on (a reset is seen on epoll).
	 * <p>
	 * Mirrors {@code HttpResponse.ClientDisconnectedToken}.
	 * @return the token, always the same; already cancelled if the client has gone, and
	 * never to be cancelled if the exchange has ended
	 */
	DisconnectToken disconnected();

	/**
	 * Return whether the client is still there, as far as is known.
	 * <p>
	 * Mirrors {@code IHttpConnection::IsConnected}.
	 * @return {@code false} if the connection or, over HTTP/2, the stream has ended
	 */
	boolean isConnected();

	/**
	 * Return the token that is cancelled when the exchange takes longer than it may:
	 * {@code websocket.exchange.timeout}, by default unlimited, or what
	 * {@link #timeoutAfter} says. Nothing else happens then: no response is made and no
	 * handler is cancelled. Never cancelled once the response is complete or a WebSocket
	 * is accepted.
	 * <p>
	 * Mirrors {@code HttpRequest.TimedOutToken}.
	 * @return the token, always the same
	 */
	CancellationToken timedOut();

	/**
	 * Change when {@link #timedOut()} is cancelled. May be called until that has
	 * happened, and does nothing afterwards.
	 * @param limit how long the exchange may take, from the arrival of the request; not
	 * negative. A time that is over cancels at once,
	 * {@link java.time.temporal.ChronoUnit#FOREVER} never
	 */
	void timeoutAfter(Duration limit);

	/**
	 * Let the current response be the last: it is delivered in full, then the connection
	 * is closed. Over HTTP/1.1 the response says {@code Connection: close} if its headers
	 * are not sent yet. Over HTTP/2 the client is told at once, by GOAWAY, to open no
	 * more streams, and those that are open go on; with
	 * {@code websocket.exchange.go-away=false} nothing happens. Does nothing in a
	 * WebSocket.
	 * <p>
	 * Mirrors {@code IHttpResponse::SetNeedDisconnect}.
	 */
	void disconnectAfterResponse();

	/**
	 * Drop the connection now, with what waits to be sent: a TCP reset, under TLS too;
	 * over HTTP/2 {@code RST_STREAM(CANCEL)}. The handler is cancelled, what it still
	 * writes goes nowhere, and {@link #disconnected()} is cancelled with
	 * {@link io.github.websocketstarter.cancellation.DisconnectReason#ABORTED ABORTED}.
	 * <p>
	 * Mirrors {@code IHttpResponse::ResetConnection}.
	 */
	void reset();

	/**
	 * Fail the reads of the request's body and the writes of the response's that are
	 * going on, with {@link java.util.concurrent.CancellationException}. The connection
	 * stays, and the application may still answer. A response that was begun cannot be
	 * finished any more: it is cut off, visibly for the client, when the handler ends.
	 * <p>
	 * In a WebSocket the pending {@code receive}, {@code send} and {@code ping} fail, and
	 * messages that wait are not sent; only a message of which a part was sent goes on,
	 * and so does a closing handshake. The next {@code receive} goes on with the next
	 * message.
	 * <p>
	 * Mirrors {@code IHttpContext::CancelIo}.
	 * @return whether there was anything to cancel; in a WebSocket, whether it is open
	 */
	boolean cancelIo();

	/**
	 * Return the client connection of an exchange.
	 * @param exchange the current exchange
	 * @return its connection, always the same one
	 * @throws IllegalStateException if the application has no {@link Factory}, as without
	 * the auto-configuration
	 */
	static ClientConnection of(ServerWebExchange exchange) {
		Assert.notNull(exchange, "'exchange' must not be null");
		return (ClientConnection) exchange.getAttributes().computeIfAbsent(ClientConnection.class.getName(), (key) -> {
			ApplicationContext context = exchange.getApplicationContext();
			Factory factory = (context != null) ? context.getBeanProvider(Factory.class).getIfAvailable() : null;
			Assert.state(factory != null, "No ClientConnection.Factory in the application: "
					+ "the auto-configuration of websocket-starter does not apply");
			return factory.create(exchange);
		});
	}

	/**
	 * Creates the client connection of an exchange; the auto-configuration has one.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Create the client connection of an exchange.
		 * @param exchange the exchange
		 * @return a new client connection
		 */
		ClientConnection create(ServerWebExchange exchange);

	}

}
