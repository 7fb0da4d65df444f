package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.cancellation.DisconnectTokenSource;
import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.exchange.ClientConnection;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * The client connection of an exchange on Reactor Netty. Costs a small object until a
 * method is called; then an {@link ExchangeWatch} joins the pipeline until the exchange
 * has ended. What the watch calls, and what is private, runs on the event loop.
 */
final class NettyClientConnection implements ClientConnection {

	/** The exchange attribute with the socket of an accepted exchange. */
	static final String SOCKET_ATTRIBUTE = NettyClientConnection.class.getName() + ".socket";

	private static final Log logger = LogFactory.getLog(NettyClientConnection.class);

	private final ServerWebExchange exchange;

	private final HttpServerRequest request;

	private final ChannelOperations<?, ?> operations;

	private final Channel channel;

	private final ExchangeSettings settings;

	private final DisconnectTokenSource source = new DisconnectTokenSource();

	// What disconnected() returns, from its first call on.
	private final AtomicReference<@Nullable DisconnectToken> token = new AtomicReference<>();

	private final AtomicReference<@Nullable RequestTimeout> timeout = new AtomicReference<>();

	// Null until something wants to know of the end; event loop only.
	private @Nullable ExchangeWatch watch;

	// Whether the exchange has ended, or become a WebSocket; written on the event loop.
	private volatile boolean ended;

	NettyClientConnection(ServerWebExchange exchange, HttpServerRequest request, ChannelOperations<?, ?> operations,
			ExchangeSettings settings) {
		this.exchange = exchange;
		this.request = request;
		this.operations = operations;
		this.channel = operations.channel();
		this.settings = settings;
	}

	@Override
	public DisconnectToken disconnected() {
		Socket socket = socket();
		DisconnectToken wanted = (socket != null) ? socket.ending().token() : this.source;
		DisconnectToken known = this.token.compareAndExchange(null, wanted);
		if (known != null) {
			return known;
		}
		if (socket == null) {
			watchOrEnd();
		}
		return wanted;
	}

	@Override
	public boolean isConnected() {
		return !disconnected().isCancelled() && this.channel.isActive();
	}

	@Override
	public CancellationToken timedOut() {
		return timeout().token();
	}

	@Override
	public void timeoutAfter(Duration limit) {
		Assert.notNull(limit, "'limit' must not be null");
		Assert.isTrue(!limit.isNegative(), () -> "'limit' must not be negative but is " + limit);
		RequestTimeout current = timeout();
		run(() -> current.change(limit));
	}

	private RequestTimeout timeout() {
		RequestTimeout known = this.timeout.get();
		if (known != null) {
			return known;
		}
		RequestTimeout created = new RequestTimeout(this.request.timestamp().toInstant());
		if (!this.timeout.compareAndSet(null, created)) {
			return timeout();
		}
		if (this.ended) {
			created.stop();
			return created;
		}
		watchOrEnd();
		Duration limit = this.settings.timeout();
		if (limit != null) {
			run(() -> created.begin(limit));
		}
		return created;
	}

	@Override
	public void disconnectAfterResponse() {
		if (isStream()) {
			if (this.settings.goAway()) {
				run(this::goAway);
			}
			return;
		}
		run(() -> {
			ExchangeWatch current = watch();
			if (current != null) {
				current.closeAfterResponse();
			}
			if (!isOver()) {
				this.operations.markPersistent(false);
			}
		});
	}

	/**
	 * Netty sends GOAWAY and closes the connection when its streams have ended.
	 */
	private void goAway() {
		Channel connection = this.channel.parent();
		if (!isOver() && connection.isActive()) {
			connection.close();
		}
	}

	@Override
	public void reset() {
		Socket socket = socket();
		if (socket != null) {
			socket.execute(() -> socket.abort(DisconnectReason.ABORTED));
			return;
		}
		run(this::resetNow);
	}

	private void resetNow() {
		Socket socket = socket();
		if (socket != null) {
			// It was opened meanwhile.
			socket.abort(DisconnectReason.ABORTED);
			return;
		}
		if (isOver() || !this.channel.isActive()) {
			return;
		}
		if (logger.isDebugEnabled()) {
			logger.debug(this.exchange.getLogPrefix() + "Resetting the client connection");
		}
		abandon();
		ExchangeWatch current = watch();
		if (current != null) {
			current.because(DisconnectReason.ABORTED);
		}
		if (isStream()) {
			this.channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
			this.channel.close();
		}
		else {
			TcpTransport.reset(this.channel);
		}
	}

	@Override
	public boolean cancelIo() {
		Socket socket = socket();
		if (socket != null) {
			boolean open = !socket.state().isTerminal();
			socket.execute(socket::cancelIo);
			return open;
		}
		TransferExchange transferring = TransferExchange.find(this.exchange);
		if (transferring == null) {
			throw new UnsupportedOperationException(
					"'cancelIo' needs the WebFilter TransferFilter, which this exchange has not passed");
		}
		List<Transfer<?>> cancelled = transferring.takeTransfers();
		if (cancelled.isEmpty()) {
			return false;
		}
		boolean cut = this.exchange.getResponse().isCommitted() && cancelled.stream().anyMatch(Transfer::isWrite);
		if (cut) {
			transferring.cutOff();
		}
		run(() -> cancelIo(cancelled, cut));
		return true;
	}

	private void cancelIo(List<Transfer<?>> cancelled, boolean cut) {
		ExchangeWatch current = cut ? watch() : null;
		if (current != null) {
			current.cutOff();
			this.operations.markPersistent(false);
		}
		cancelled.forEach(Transfer::fail);
	}

	private boolean isStream() {
		return this.channel instanceof Http2StreamChannel;
	}

	private @Nullable Socket socket() {
		Object found = this.exchange.getAttribute(SOCKET_ATTRIBUTE);
		return (found instanceof AtomicReference<?> reference && reference.get() instanceof Socket socket) ? socket
				: null;
	}

	private void run(Runnable task) {
		if (this.channel.eventLoop().inEventLoop()) {
			task.run();
			return;
		}
		try {
			this.channel.eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			// the event loop has ended, and with it the connection
		}
	}

	private void watchOrEnd() {
		if (!this.channel.isActive()) {
			endWithChannel();
			return;
		}
		run(() -> {
			if (watch() == null) {
				endUnwatched();
			}
		});
	}

	private void endUnwatched() {
		Socket socket = socket();
		if (socket != null) {
			accepted(socket);
		}
		else if (this.channel.isActive()) {
			ended();
		}
		else {
			endWithChannel();
		}
	}

	/**
	 * Return the watch of this exchange, which begins now if it has not; {@code null} if
	 * the channel has ended or the response is complete.
	 */
	private @Nullable ExchangeWatch watch() {
		ExchangeWatch current = this.watch;
		if (current == null && this.channel.isActive() && !isOver() && !this.operations.isSubscriptionDisposed()) {
			current = ExchangeWatch.begin(this, this.channel, this.settings.readAhead());
			this.watch = current;
		}
		return current;
	}

	/**
	 * Return whether Reactor Netty has let go of the exchange: it has ended or become a
	 * WebSocket, and the channel is no longer its own.
	 */
	boolean isOver() {
		return ChannelOperations.get(this.channel) != this.operations;
	}

	/**
	 * The channel was gone before anybody asked: in the middle of the exchange unless the
	 * handler had finished before.
	 */
	private void endWithChannel() {
		TransferExchange transferring = TransferExchange.find(this.exchange);
		if (transferring != null && transferring.isHandled()) {
			ended();
		}
		else {
			lost(DisconnectReason.PEER_EOF);
		}
	}

	/**
	 * The exchange has ended with a complete response.
	 */
	void ended() {
		this.source.expire();
		end();
	}

	/**
	 * The channel has ended before the exchange.
	 */
	void lost(DisconnectReason reason) {
		abandon();
		if (this.source.disconnect(reason) && logger.isDebugEnabled()) {
			logger.debug(this.exchange.getLogPrefix() + "Client connection ended early: " + reason);
		}
		end();
	}

	private void abandon() {
		TransferExchange transferring = TransferExchange.find(this.exchange);
		if (transferring != null) {
			transferring.abandon();
		}
	}

	/**
	 * From now on the exchange is a WebSocket.
	 */
	void accepted(Socket socket) {
		DisconnectToken end = socket.ending().token();
		end.onCancel(() -> end.reason().ifPresent(this.source::disconnect));
		end();
	}

	private void end() {
		this.ended = true;
		RequestTimeout current = this.timeout.get();
		if (current != null) {
			current.stop();
		}
	}

}
