package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.OutboundStatus;
import io.github.websocketstarter.SendOption;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.engine.CloseFrame;
import io.github.websocketstarter.engine.Opcode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * What the application sees of a {@link Socket}.
 */
final class NettyWebSocketConnection implements WebSocketConnection {

	private final Socket socket;

	private final HandshakeInfo handshakeInfo;

	private final DataBufferFactory buffers;

	private final boolean abortsOnCancel;

	private volatile @Nullable Map<String, Object> attributes;

	NettyWebSocketConnection(Socket socket, HandshakeInfo handshakeInfo, DataBufferFactory buffers,
			CancelMode cancelMode) {
		this.socket = socket;
		this.handshakeInfo = handshakeInfo;
		this.buffers = buffers;
		this.abortsOnCancel = cancelMode == CancelMode.ABORT;
	}

	private <T> Mono<T> pending(Mono<T> operation) {
		return this.abortsOnCancel ? operation.doOnCancel(this::abort) : operation;
	}

	private <T> Flux<T> pending(Flux<T> operation) {
		return this.abortsOnCancel ? operation.doOnCancel(this::abort) : operation;
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public String getId() {
		return this.socket.id();
	}

	@Override
	public HandshakeInfo getHandshakeInfo() {
		return this.handshakeInfo;
	}

	@Override
	public DataBufferFactory bufferFactory() {
		return this.buffers;
	}

	@Override
	public Map<String, Object> getAttributes() {
		Map<String, Object> current = this.attributes;
		if (current == null) {
			synchronized (this) {
				current = this.attributes;
				if (current == null) {
					current = new ConcurrentHashMap<>(this.handshakeInfo.getAttributes());
					this.attributes = current;
				}
			}
		}
		return current;
	}

	@Override
	public WebSocketState state() {
		return this.socket.state();
	}

	@Override
	public boolean isOpen() {
		return this.socket.state() == WebSocketState.OPEN;
	}

	@Override
	public @Nullable String subProtocol() {
		return this.handshakeInfo.getSubProtocol();
	}

	@Override
	public @Nullable String endpoint() {
		return (String) this.handshakeInfo.getAttributes().get(NettySockets.ENDPOINT_ATTRIBUTE);
	}

	@Override
	public Flux<WebSocketMessage> receive() {
		return pending(this.socket.inbound().messages());
	}

	@Override
	public Flux<Flux<DataBuffer>> receiveStreams() {
		return pending(this.socket.inbound().streams());
	}

	@Override
	public Mono<Void> send(Publisher<WebSocketMessage> messages) {
		Assert.notNull(messages, "'messages' must not be null");
		return pending(MessageSender.send(this.socket, messages));
	}

	@Override
	public Mono<Void> send(WebSocketMessage message, SendOption... options) {
		Assert.notNull(message, "'message' must not be null");
		ByteBuf payload = Frames.payload(message);
		boolean compress = Frames.mayCompress(message, options);
		Assert.isTrue(!Frames.isTooLongControl(message, payload), () -> Frames.controlTooLong(message).getMessage());
		int opcode = Frames.opcode(message.getType());
		return pending(once((sent) -> this.socket.outbound().send(opcode, payload, compress, null, sent)));
	}

	@Override
	public Mono<Void> sendLatest(String key, WebSocketMessage message, SendOption... options) {
		Assert.notNull(key, "'key' must not be null");
		Assert.notNull(message, "'message' must not be null");
		int opcode = Frames.opcode(message.getType());
		Assert.isTrue(!Opcode.isControl(opcode), () -> "'message' must be text or binary but is " + message.getType());
		ByteBuf payload = Frames.payload(message);
		boolean compress = Frames.mayCompress(message, options);
		return pending(once((sent) -> this.socket.outbound().send(opcode, payload, compress, key, sent)));
	}

	@Override
	public boolean isWritable() {
		return isOpen() && this.socket.outbound().wasReady();
	}

	@Override
	public Mono<Void> writable() {
		return pending(Mono.defer(() -> {
			Sent sent = new Sent(Sinks.empty());
			this.socket.execute(() -> this.socket.outbound().awaitReady(sent));
			return sent.outcome()
				.asMono()
				.doOnCancel(() -> this.socket.execute(() -> this.socket.outbound().awaiting().remove(sent)));
		}));
	}

	@Override
	public OutboundStatus outbound() {
		return this.socket.outbound().status();
	}

	@Override
	public Mono<Void> sendStream(WebSocketMessage.Type type, Publisher<DataBuffer> payload, SendOption... options) {
		Assert.isTrue(type == WebSocketMessage.Type.TEXT || type == WebSocketMessage.Type.BINARY,
				() -> "'type' must be TEXT or BINARY but is " + type);
		Assert.notNull(payload, "'payload' must not be null");
		return pending(StreamSender.send(this.socket, Frames.opcode(type), payload,
				!Arrays.asList(options).contains(SendOption.DISABLE_COMPRESSION)));
	}

	@Override
	public Mono<Duration> ping() {
		return pending(this.socket.liveness().pings().ping());
	}

	@Override
	public Flux<ByteBuffer> pongs() {
		return this.socket.liveness().pongs();
	}

	@Override
	public Mono<Void> close(CloseStatus status) {
		CloseFrame frame = toFrame(status);
		return pending(Mono.defer(() -> {
			this.socket.execute(() -> close(frame, true, Completion.NOBODY));
			return this.socket.ending().gone();
		}));
	}

	@Override
	public Mono<Void> closeOutput(CloseStatus status) {
		CloseFrame frame = toFrame(status);
		return pending(whenSent((sent) -> close(frame, false, sent)));
	}

	private void close(CloseFrame frame, boolean wait, Completion completion) {
		this.socket.ending().closedHere();
		this.socket.close(frame, wait, completion);
	}

	private static CloseFrame toFrame(CloseStatus status) {
		Assert.notNull(status, "'status' must not be null");
		return CloseFrame.toSend(status.getCode(), status.getReason());
	}

	@Override
	public void abort() {
		this.socket.execute(() -> this.socket.abort(DisconnectReason.ABORTED));
	}

	@Override
	public Mono<CloseStatus> closeStatus() {
		return this.socket.ending().statusMono();
	}

	@Override
	public DisconnectToken disconnected() {
		return this.socket.ending().token().token();
	}

	@Override
	public WebSocketMessage textMessage(String payload) {
		return message(WebSocketMessage.Type.TEXT, this.buffers.wrap(payload.getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public WebSocketMessage binaryMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return message(WebSocketMessage.Type.BINARY, payloadFactory.apply(this.buffers));
	}

	@Override
	public WebSocketMessage pingMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return message(WebSocketMessage.Type.PING, payloadFactory.apply(this.buffers));
	}

	@Override
	public WebSocketMessage pongMessage(Function<DataBufferFactory, DataBuffer> payloadFactory) {
		return message(WebSocketMessage.Type.PONG, payloadFactory.apply(this.buffers));
	}

	private static WebSocketMessage message(WebSocketMessage.Type type, DataBuffer payload) {
		return new WebSocketMessage(type, payload);
	}

	@Override
	public String toString() {
		return "WebSocketConnection[id=" + getId() + ", state=" + state() + ", uri=" + this.handshakeInfo.getUri()
				+ "]";
	}

	// For what owns a buffer.
	private Mono<Void> once(Consumer<Sent> operation) {
		AtomicBoolean subscribed = new AtomicBoolean();
		Mono<Void> sending = whenSent(operation);
		return Mono.defer(() -> subscribed.compareAndSet(false, true) ? sending
				: Mono.error(new IllegalStateException("A message can be sent once: it is released by being sent. "
						+ "Send a new one to try again, for example by sendText()")));
	}

	private Mono<Void> whenSent(Consumer<Sent> operation) {
		return Mono.defer(() -> {
			Sent sent = new Sent(Sinks.empty());
			this.socket.execute(() -> operation.accept(sent));
			return sent.outcome().asMono();
		});
	}

	/**
	 * The outcome of an operation, which nobody may be waiting for any more.
	 */
	private record Sent(Sinks.Empty<Void> outcome) implements Completion {

		@Override
		public void done() {
			this.outcome.tryEmitEmpty();
		}

		@Override
		public void failed(Throwable cause) {
			this.outcome.tryEmitError(cause);
		}

	}

}
