package io.github.websocketstarter.engine.netty;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * An exchange that knows which reads and writes of its bodies are going on.
 */
final class TransferExchange extends ServerWebExchangeDecorator {

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	// Guarded by this, the list too.
	private @Nullable List<Transfer<?>> transfers;

	private volatile boolean handled;

	// What takes the place of the handler's failure, once that is no news.
	private volatile @Nullable Mono<Void> instead;

	TransferExchange(ServerWebExchange delegate) {
		super(delegate);
		this.request = new Request(delegate.getRequest());
		ServerHttpResponse plain = delegate.getResponse();
		this.response = (plain instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopyResponse(plain)
				: new Response(plain);
	}

	/**
	 * Find the one that an exchange decorates.
	 */
	static @Nullable TransferExchange find(ServerWebExchange exchange) {
		ServerWebExchange current = exchange;
		while (current instanceof ServerWebExchangeDecorator decorator && !(current instanceof TransferExchange)) {
			current = decorator.getDelegate();
		}
		return (current instanceof TransferExchange found) ? found : null;
	}

	/**
	 * Run the handler of this exchange.
	 * @param handler the handler
	 * @return fails with the handler, unless that failed because of what has ended the
	 * exchange already
	 */
	Mono<Void> handle(Mono<Void> handler) {
		return handler.onErrorResume(this::orInstead).doOnTerminate(() -> this.handled = true);
	}

	private Mono<Void> orInstead(Throwable error) {
		Mono<Void> other = this.instead;
		boolean expected = error instanceof CancellationException
				|| DisconnectedClientHelper.isClientDisconnectedException(error);
		return (expected && other != null) ? other : Mono.error(error);
	}

	/**
	 * The client has gone or was dropped; Reactor Netty cancels the handler.
	 */
	void abandon() {
		if (this.instead == null) {
			this.instead = Mono.never();
		}
	}

	/**
	 * The response is cut off in the place of its regular end.
	 */
	void cutOff() {
		this.instead = Mono.empty();
	}

	/**
	 * Return whether the handler has completed or failed, rather than been cancelled.
	 */
	boolean isHandled() {
		return this.handled;
	}

	synchronized void begun(Transfer<?> transfer) {
		if (this.transfers == null) {
			this.transfers = new ArrayList<>(2);
		}
		this.transfers.add(transfer);
	}

	synchronized void ended(Transfer<?> transfer) {
		if (this.transfers != null) {
			this.transfers.remove(transfer);
		}
	}

	/**
	 * Return what is going on, and forget it.
	 */
	synchronized List<Transfer<?>> takeTransfers() {
		List<Transfer<?>> taken = this.transfers;
		this.transfers = null;
		return (taken != null) ? taken : List.of();
	}

	@Override
	public ServerHttpRequest getRequest() {
		return this.request;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	@Override
	public Mono<MultiValueMap<String, String>> getFormData() {
		return Transfer.read(super.getFormData(), this);
	}

	@Override
	public Mono<MultiValueMap<String, Part>> getMultipartData() {
		return Transfer.read(super.getMultipartData(), this);
	}

	private final class Request extends ServerHttpRequestDecorator {

		Request(ServerHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Transfer.read(super.getBody(), TransferExchange.this);
		}

	}

	private class Response extends ServerHttpResponseDecorator {

		Response(ServerHttpResponse delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return Transfer.write(super.writeWith(body), TransferExchange.this);
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Transfer.write(super.writeAndFlushWith(body), TransferExchange.this);
		}

	}

	private final class ZeroCopyResponse extends Response implements ZeroCopyHttpOutputMessage {

		ZeroCopyResponse(ServerHttpResponse delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return Transfer.write(((ZeroCopyHttpOutputMessage) getDelegate()).writeWith(file, position, count),
					TransferExchange.this);
		}

	}

}
