package io.github.websocketstarter;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.websocketstarter.cancellation.DisconnectToken;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * One WebSocket connection of the server (RFC 6455), what
 * {@code System.Net.WebSockets.WebSocket} is to .NET. It is the {@link WebSocketSession}
 * that every {@code WebSocketHandler} receives, so a handler may cast its session, or
 * call {@link #from(WebSocketSession)}.
 * <p>
 * <b>Lifetime.</b> The connection lives as long as its handler: when the handler's
 * publisher completes, the connection is closed with 1000 (a Close frame of the peer that
 * was left to the handler is answered with its code), when it fails, with 1011 (the error
 * is logged and never sent). When the connection ends first, {@link #receive()} and all
 * pending operations end and the handler's publisher is cancelled; a handler that was
 * told of a regular close through {@code receive()} gets {@code websocket.close-timeout}
 * to finish what it then does. A worker that outlives the handler keeps the connection by
 * keeping the handler's publisher open.
 * <p>
 * <b>Threads.</b> All methods may be called from any thread. Signals of this connection
 * come on its event loop, which must not be blocked.
 * <p>
 * <b>Order.</b> Messages are sent in the order in which they were accepted, whole ones
 * and streamed ones alike, and never interleave; a second sender waits and is not
 * refused.
 * <p>
 * <b>Buffers.</b> A received message belongs to the connection and is released when the
 * subscriber's {@code onNext} returns: {@link WebSocketMessage#retain() retain} it to use
 * it later or to send it back. A message or buffer given to a send operation belongs to
 * the connection, which releases it.
 * <p>
 * No argument may be {@code null}; a violated precondition throws
 * {@link IllegalArgumentException} at once and changes nothing.
 *
 * @since 0.1.0
 */
public interface WebSocketConnection extends WebSocketSession {

	/**
	 * Return the current state.
	 * @return the state; may have changed when the caller looks at it
	 */
	WebSocketState state();

	/**
	 * Return the negotiated sub-protocol.
	 * @return the value of {@code Sec-WebSocket-Protocol} in the answer, or {@code null}
	 * if none was agreed
	 */
	@Nullable String subProtocol();

	/**
	 * Return the name of the endpoint that the connection belongs to.
	 * @return the name of its {@code @WebSocketEndpoint}, or {@code null} if a plain
	 * handler serves it or it was accepted by hand
	 */
	@Nullable String endpoint();

	/**
	 * Receive whole text and binary messages. Control frames are never shown.
	 * <p>
	 * Demand counts messages. What arrives without demand is kept up to
	 * {@code websocket.read-ahead} bytes (default 64 KB), then the socket is no longer
	 * read. A message larger than {@code websocket.max-message-size} bytes (default 1 MB)
	 * or of more than {@code websocket.max-fragments} fragments (default 1024) closes the
	 * connection with 1009.
	 * <p>
	 * There is one subscriber at a time, of this or of {@link #receiveStreams()};
	 * cancelling leaves the connection open and a later subscriber continues with the
	 * next message.
	 * @return completes after the peer's Close frame; fails with
	 * {@link WebSocketClosedException} when the connection ends in another way, and with
	 * {@link IllegalStateException} if there is a subscriber already
	 */
	@Override
	Flux<WebSocketMessage> receive();

	/**
	 * Receive each message as a stream of its payload: for messages larger than memory.
	 * <p>
	 * Each inner stream ends with its message and has to be consumed or cancelled (which
	 * skips the rest of the message) before the next one comes. Neither
	 * {@code websocket.max-message-size} nor {@code websocket.max-fragments} apply;
	 * {@code websocket.max-frame-size} does if it is set. Text is checked to be UTF-8; a
	 * buffer may end inside a character. As with {@link #receive()}, a buffer is released
	 * when {@code onNext} returns.
	 * @return the streams, one a message, under the rules of {@link #receive()}
	 */
	Flux<Flux<DataBuffer>> receiveStreams();

	/**
	 * Send the messages of a source, with demand as the peer takes them. Messages of
	 * several sources sent at the same time are interleaved, each in the order of its
	 * source.
	 * @param messages the messages; {@code PING} and {@code PONG} with at most 125 bytes
	 * @return completes when the source has completed and the transport has taken all of
	 * its messages; fails with the source's error, or with
	 * {@link WebSocketClosedException} when the connection closes first, cancelling the
	 * source. Cancelling it cancels the source
	 */
	@Override
	Mono<Void> send(Publisher<WebSocketMessage> messages);

	/**
	 * Send one message as one frame.
	 * @param message the message; {@code PING} and {@code PONG} with at most 125 bytes
	 * @param options how to send it
	 * @return completes when the transport has taken the message, which is not its
	 * arrival; fails with {@link WebSocketClosedException} if the connection closes
	 * first, and with {@link MessageDroppedException} if {@link OutboundOverflow} lets it
	 * be dropped. Nothing is sent before subscription;
	 * {@linkplain WebSocketMessage#release() release} a message that is never sent
	 */
	Mono<Void> send(WebSocketMessage message, SendOption... options);

	/**
	 * Send a message in place of the last one with the same key, if that one still waits
	 * because the peer is slow (conflation).
	 * @param key the key, such as the name of what the message is about
	 * @param message the text or binary message
	 * @param options how to send it
	 * @return as for {@link #send(WebSocketMessage, SendOption...)}; fails with
	 * {@link MessageDroppedException} if a later message takes its place
	 */
	Mono<Void> sendLatest(String key, WebSocketMessage message, SendOption... options);

	/**
	 * Return whether a message would go to the transport at once: the peer keeps up.
	 * @return whether it would; may have changed when the caller looks at it
	 */
	boolean isWritable();

	/**
	 * Wait until {@link #isWritable()}.
	 * @return completes when a message would go to the transport at once; fails with
	 * {@link WebSocketClosedException} if the connection closes first
	 */
	Mono<Void> writable();

	/**
	 * Return what waits for the peer because it is slow.
	 * @return the status, a recent one
	 */
	OutboundStatus outbound();

	/**
	 * Send one message piece by piece, each buffer as a fragment. Other messages wait
	 * until this one is complete; control frames do not.
	 * @param type {@code TEXT} or {@code BINARY}
	 * @param payload the buffers; none at all sends an empty message
	 * @param options how to send it
	 * @return completes when the transport has taken the last fragment; fails with the
	 * error of the payload, which after the first fragment also closes the connection
	 * with 1011 because the message cannot be taken back, and so does cancelling
	 */
	Mono<Void> sendStream(WebSocketMessage.Type type, Publisher<DataBuffer> payload, SendOption... options);

	/**
	 * Send a text message.
	 * @param text the text, sent as UTF-8; may be empty
	 * @return as for {@link #send(WebSocketMessage, SendOption...)}
	 */
	default Mono<Void> sendText(String text) {
		Assert.notNull(text, "'text' must not be null");
		return Mono.defer(() -> send(textMessage(text)));
	}

	/**
	 * Send a binary message.
	 * @param bytes the remaining bytes of this buffer; its position does not move, its
	 * content must not change until the returned {@code Mono} has ended
	 * @return as for {@link #send(WebSocketMessage, SendOption...)}
	 */
	default Mono<Void> sendBinary(ByteBuffer bytes) {
		Assert.notNull(bytes, "'bytes' must not be null");
		return Mono.defer(() -> send(binaryMessage((factory) -> factory.wrap(bytes.duplicate()))));
	}

	/**
	 * Send a PING and wait for its PONG.
	 * @return the round-trip time; fails with {@link WebSocketClosedException} if the
	 * connection ends first, and with {@link IllegalStateException} if 16 such PINGs are
	 * unanswered
	 */
	Mono<Duration> ping();

	/**
	 * Receive the payloads of the peer's PONG frames, also of those that answer
	 * {@link #ping()} and keep-alive PINGs. Nothing is kept for a subscriber: what comes
	 * before it subscribes, or without demand, is dropped.
	 * @return copies of the payloads, at most 125 bytes each; completes when the
	 * connection ends
	 */
	Flux<ByteBuffer> pongs();

	/**
	 * Close the connection: send a Close frame after the messages accepted so far (but a
	 * message that is being sent in fragments is cut off, and those behind it fail), wait
	 * for the peer's, then end the connection. Messages that arrive in between still go
	 * to a subscriber that asks for them and are dropped otherwise. Without the peer's
	 * Close frame the connection is reset after {@code websocket.close-timeout} (default
	 * 10 s). Completes silently if the connection is already closed.
	 * <p>
	 * Mirrors {@code WebSocket.CloseAsync}.
	 * @param status 1000 to 1003, 1007 to 1014 or 3000 to 4999 with a reason of at most
	 * 123 bytes in UTF-8, or {@link CloseStatus#NO_STATUS_CODE} for a Close frame without
	 * status
	 * @return completes when the connection has ended; cancelling it does not undo the
	 * close
	 */
	@Override
	Mono<Void> close(CloseStatus status);

	/**
	 * Send a Close frame as {@link #close(CloseStatus)} does and return; receiving goes
	 * on until the peer's Close frame ends the connection. There is no time limit but
	 * keep-alive and {@code websocket.idle-timeout}; follow with
	 * {@link #close(CloseStatus)} to set one. Completes silently if a Close frame was
	 * already sent.
	 * <p>
	 * Mirrors {@code WebSocket.CloseOutputAsync}.
	 * @param status as for {@link #close(CloseStatus)}
	 * @return completes when the transport has taken the Close frame; fails with
	 * {@link WebSocketClosedException} if the connection ends first
	 */
	Mono<Void> closeOutput(CloseStatus status);

	/**
	 * End the connection at once with a TCP reset and no Close frame. All pending
	 * operations fail. Does nothing if the connection has ended.
	 * <p>
	 * Mirrors {@code WebSocket.Abort}.
	 */
	void abort();

	/**
	 * Return how the connection was closed.
	 * @return the peer's status: 1005 if its Close frame had none, 1006 if the connection
	 * ended without one. Where this side ends the connection without waiting for the
	 * peer, the status that it sent: for a violation of the protocol or of a limit (1002,
	 * 1007, 1009), a peer that is too slow (1013), a subscriber that throws (1011) and a
	 * server that shuts down (1001). Emitted when it is known
	 */
	@Override
	Mono<CloseStatus> closeStatus();

	/**
	 * Return the token that is cancelled when the connection ends, in whatever way.
	 * @return the token, always the same one
	 */
	DisconnectToken disconnected();

	/**
	 * Return a session's connection.
	 * @param session the session that a {@code WebSocketHandler} received
	 * @return the connection
	 * @throws IllegalStateException if the session is not one of this engine
	 */
	static WebSocketConnection from(WebSocketSession session) {
		Assert.notNull(session, "'session' must not be null");
		Assert.state(session instanceof WebSocketConnection,
				() -> "The session " + session.getId() + " was not accepted by the engine of websocket-starter: "
						+ "another WebSocketService handled the request, or 'websocket.enabled' is false");
		return (WebSocketConnection) session;
	}

}
