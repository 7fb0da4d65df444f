package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.engine.Compression;
import io.github.websocketstarter.engine.ConnectionListener;
import io.github.websocketstarter.engine.Fanout;
import io.github.websocketstarter.engine.Place;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.HandshakeKey;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.server.ServerWebExchange;

/**
 * Turns exchanges of Reactor Netty, once the request is checked, into WebSocket
 * connections: Reactor Netty answers the handshake and keeps its accounting, then this
 * engine's handler takes the place of Netty's frame codec.
 */
public final class NettySockets implements Fanout {

	/** The exchange's and the session's attribute with the name of the endpoint. */
	public static final String ENDPOINT_ATTRIBUTE = "io.github.websocketstarter.endpoint";

	private static final String HANDLER_NAME = "websocketEngine";

	/** What stands between the frames of an HTTP/2 stream and their bytes. */
	private static final List<String> STREAM_HANDLERS = List.of(ConnectHandler.NAME, NettyPipeline.H2ToHttp11Codec,
			NettyPipeline.LEFT + "websocketStreamBridgeServerHandler");

	private static final Log logger = LogFactory.getLog(NettySockets.class);

	private static final WebsocketServerSpec SPEC = WebsocketServerSpec.builder().build();

	private final String prefix = Integer.toHexString(ThreadLocalRandom.current().nextInt() | 0x10000000) + "-";

	private final AtomicLong ids = new AtomicLong();

	private final OpenSockets open = new OpenSockets();

	private final Budget outbound;

	private final ConnectionListener listener;

	/**
	 * Create the connections of a server.
	 * @param outboundBudget how much may wait to be sent on all together, bytes
	 * @param listener is told of each
	 */
	public NettySockets(long outboundBudget, ConnectionListener listener) {
		this.outbound = new Budget(outboundBudget);
		this.listener = listener;
	}

	/**
	 * Return how many connections are open.
	 * @return the number
	 */
	public int size() {
		return this.open.size();
	}

	@Override
	public Recipients recipients(Collection<? extends WebSocketConnection> connections) {
		return Crowd.of(connections);
	}

	@Override
	public void send(Message message, Collection<? extends Recipients> to, Outcome outcome) {
		Broadcast.send(message, to, outcome);
	}

	/**
	 * Return whether all connections are being closed, so that none should be added.
	 * @return whether {@link #drain} was called
	 */
	public boolean isDraining() {
		return this.open.isDraining();
	}

	/**
	 * Close all connections with 1001, in random order and in batches; over HTTP/2 their
	 * clients can open no more streams (GOAWAY).
	 * @param timeout how long all of it may take; connections that are left then are
	 * reset
	 * @return completes when all connections and their handlers have ended, or after the
	 * time-out, with the number of those that were reset
	 */
	public Mono<Integer> drain(Duration timeout) {
		return this.open.drain(timeout);
	}

	/**
	 * Be ready for connections again after {@link #drain}.
	 */
	public void resume() {
		this.open.resume();
	}

	/**
	 * Return whether a request came as HTTP/1.0.
	 * @param exchange the exchange
	 * @return whether it did; {@code false} if the request is not one of Reactor Netty,
	 * for which opening fails
	 */
	public boolean isHttp10(ServerWebExchange exchange) {
		return version(exchange).equals(HttpVersion.HTTP_1_0);
	}

	/**
	 * Return whether a request came over HTTP/2.
	 * @param exchange the exchange
	 * @return whether it did; {@code false} if the request is not one of Reactor Netty
	 */
	public boolean isHttp2(ServerWebExchange exchange) {
		return version(exchange).majorVersion() == 2;
	}

	private static HttpVersion version(ServerWebExchange exchange) {
		try {
			return nativeRequest(exchange).version();
		}
		catch (UnsupportedOperationException | IllegalStateException ex) {
			// Another server, or a mock request, which has no native one.
			return HttpVersion.HTTP_1_1;
		}
	}

	/**
	 * Answer a checked request with 101, or 200 over HTTP/2, and run the handler on the
	 * connection.
	 * @param exchange the exchange, its response not committed; headers set on the
	 * response are sent
	 * @param settings the connection's settings
	 * @param compression what was agreed about compression, or {@code null} for none
	 * @param info what the handler is told of the request
	 * @param place given back when the connection has ended, if it opens at all
	 * @param handler uses the connection
	 * @param untilEnd whether to complete when the connection and its handler have ended,
	 * and to abort the connection when cancelled, instead of completing after the
	 * handshake
	 * @return completes as {@code untilEnd} says; fails with
	 * {@link UnsupportedOperationException} if the server is not Reactor Netty
	 */
	public Mono<Void> open(ServerWebExchange exchange, SocketSettings settings, @Nullable Compression compression,
			HandshakeInfo info, Place place,
			Function<? super WebSocketConnection, ? extends @Nullable Publisher<Void>> handler, boolean untilEnd) {
		return Mono.deferContextual((context) -> {
			ServerHttpResponse response = exchange.getResponse();
			HttpServerResponse server = nativeResponse(response);
			Channel channel = ((Connection) server).channel();
			NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
			Opening opening = new Opening(settings, compression, info, buffers, place, handler, context);
			exchange.getAttributes().put(NettyClientConnection.SOCKET_ATTRIBUTE, opening.socket());
			HttpServerRequest request = nativeRequest(exchange);
			boolean stream = channel instanceof Http2StreamChannel;
			if (stream) {
				answerKey(request, response.getHeaders());
			}
			simplify(request, stream);
			response.setStatusCode(HttpStatus.SWITCHING_PROTOCOLS);
			Mono<Void> handshake = Mono.defer(() -> handshake(server, opening, channel));
			return response.setComplete()
				.then(handshake.subscribeOn(Schedulers.fromExecutor((task) -> runOn(channel, task))))
				.onErrorResume((ex) -> failed(ex, channel, exchange.getLogPrefix()))
				.then(untilEnd ? opening.ended() : Mono.empty());
		});
	}

	/**
	 * Over HTTP/2 no key is needed, but some clients send one and insist on the answer.
	 */
	private static void answerKey(HttpServerRequest request, org.springframework.http.HttpHeaders answer) {
		String key = request.requestHeaders().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
		if (key != null) {
			answer.set("Sec-WebSocket-Accept", HandshakeKey.accept(key));
		}
	}

	/**
	 * Reactor Netty and Netty check the request once more and know one spelling only.
	 */
	private static void simplify(HttpServerRequest request, boolean stream) {
		HttpHeaders headers = request.requestHeaders();
		headers.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
		if (!stream) {
			headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
				.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
		}
	}

	/**
	 * The handshake must run on the event loop, which a filter may have left.
	 */
	private static void runOn(Channel channel, Runnable task) {
		if (channel.eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			channel.eventLoop().execute(task);
		}
	}

	private Mono<Void> handshake(HttpServerResponse server, Opening opening, Channel channel) {
		SocketHandler handler = (channel instanceof Http2StreamChannel) ? new StreamHandler() : new SocketHandler();
		channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, HANDLER_NAME, handler);
		return server.sendWebsocket((in, out) -> open(opening, channel, handler), SPEC)
			.doOnError((ex) -> giveBack(channel, handler));
	}

	private static void giveBack(Channel channel, SocketHandler handler) {
		if (channel.isActive() && !handler.isOpen()) {
			channel.pipeline().remove(handler);
			channel.read();
		}
	}

	/**
	 * Reactor Netty has answered a handshake that it does not take, or the client has
	 * gone.
	 */
	private static Mono<Void> failed(Throwable error, Channel channel, String prefix) {
		if (channel.isActive() && !(error instanceof WebSocketServerHandshakeException)) {
			return Mono.error(error);
		}
		if (logger.isDebugEnabled()) {
			logger.debug(prefix + "The WebSocket handshake failed: " + error);
		}
		return Mono.empty();
	}

	private Mono<Void> open(Opening opening, Channel channel, SocketHandler handler) {
		HandshakeDeadline.met(channel);
		if (!opening.place().keep()) {
			// Cancelled while the answer was written.
			channel.close();
			return Mono.empty();
		}
		try {
			return open(opening, channel, handler, channel.pipeline()).doOnTerminate(opening.place()::giveBack);
		}
		catch (RuntimeException ex) {
			opening.place().giveBack();
			throw ex;
		}
	}

	private Mono<Void> open(Opening opening, Channel channel, SocketHandler handler, ChannelPipeline pipeline) {
		ChannelHandlerContext context = pipeline.context(handler);
		Transport transport = (handler instanceof StreamHandler) ? new StreamTransport(context)
				: new TcpTransport(context);
		Socket socket = new Socket(this.prefix + Long.toHexString(this.ids.incrementAndGet()), this.open,
				channel.eventLoop(), transport, opening.settings(), opening.compression(), opening.buffers(),
				this.outbound);
		opening.socket().set(socket);
		handler.open(socket);
		ExchangeWatch watch = pipeline.get(ExchangeWatch.class);
		if (watch != null) {
			watch.accepted(socket);
			pipeline.remove(watch);
		}
		removeCodec(pipeline);
		RequestHeads.leave(pipeline);
		NettyWebSocketConnection connection = new NettyWebSocketConnection(socket, opening.info(), opening.buffers(),
				opening.settings().cancelMode());
		socket.ending().first(this.listener.opened(connection));
		if (!socket.state().isTerminal()) {
			socket.start(
					new HandlerRun(socket, () -> opening.handler().apply(connection), Context.of(opening.context())));
		}
		if (!channel.isActive()) {
			socket.transportEnded();
		}
		return socket.ending().ended();
	}

	private static void removeCodec(ChannelPipeline pipeline) {
		pipeline.remove(WebSocketFrameEncoder.class);
		pipeline.remove(WebSocketFrameDecoder.class);
		for (String name : STREAM_HANDLERS) {
			if (pipeline.get(name) != null) {
				pipeline.remove(name);
			}
		}
	}

	private static HttpServerResponse nativeResponse(ServerHttpResponse response) {
		Object found = ServerHttpResponseDecorator.getNativeResponse(response);
		if (found instanceof HttpServerResponse server) {
			return server;
		}
		throw unsupported(found);
	}

	private static HttpServerRequest nativeRequest(ServerWebExchange exchange) {
		Object found = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		if (found instanceof HttpServerRequest request) {
			return request;
		}
		throw unsupported(found);
	}

	private static UnsupportedOperationException unsupported(Object found) {
		return new UnsupportedOperationException("WebSocket connections of websocket-starter need Reactor Netty as the "
				+ "server, but the request is a " + found.getClass().getName()
				+ ": use spring-boot-starter-reactor-netty and no other server");
	}

	private record Opening(SocketSettings settings, @Nullable Compression compression, HandshakeInfo info,
			NettyDataBufferFactory buffers, Place place,
			Function<? super WebSocketConnection, ? extends @Nullable Publisher<Void>> handler, ContextView context,
			AtomicReference<@Nullable Socket> socket) {

		Opening(SocketSettings settings, @Nullable Compression compression, HandshakeInfo info,
				NettyDataBufferFactory buffers, Place place,
				Function<? super WebSocketConnection, ? extends @Nullable Publisher<Void>> handler,
				ContextView context) {
			this(settings, compression, info, buffers, place, handler, context, new AtomicReference<>());
		}

		Mono<Void> ended() {
			return Mono.defer(() -> {
				Socket opened = this.socket.get();
				return (opened != null)
						? opened.ending()
							.ended()
							.doOnCancel(() -> opened.execute(() -> opened.abort(DisconnectReason.ABORTED)))
						: Mono.empty();
			});
		}

	}

}
