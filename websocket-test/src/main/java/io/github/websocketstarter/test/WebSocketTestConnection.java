package io.github.websocketstarter.test;

import java.lang.reflect.Type;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;
import org.springframework.web.reactive.socket.CloseStatus;

/**
 * A WebSocket of a {@link WebSocketTestClient}. Values go out and come in as messages: a
 * {@code String} is text, {@code byte[]} and {@link java.nio.ByteBuffer} are binary, and
 * everything else is text in JSON, by the {@code JsonMapper} of the application.
 * <p>
 * Nothing is read from the server before the test wants it. While it reads, PINGs and the
 * Close frame of the server are answered. What is expected has to come next, PINGs and
 * PONGs apart, and within the timeout of the client: everything else is an
 * {@link AssertionError} that shows what came instead.
 * <p>
 * Messages may be sent by several threads. To receive is for one at a time.
 *
 * @since 0.1.0
 */
public final class WebSocketTestConnection implements AutoCloseable {

	private final RawWebSocketClient raw;

	private final Duration timeout;

	private final PayloadConverter payloads;

	private final Outbox outbox;

	private final Inbox inbox;

	// whether a closing handshake makes no sense any more; never false again
	private volatile boolean over;

	WebSocketTestConnection(RawWebSocketClient raw, PayloadConverter payloads) {
		this.raw = raw;
		this.timeout = raw.connection().timeout();
		this.payloads = payloads;
		this.outbox = new Outbox(raw.connection());
		this.inbox = new Inbox(raw.frames(), this.outbox);
	}

	/**
	 * Return the answer to the opening handshake.
	 * @return the response, with status 101 or, over HTTP/2, 200
	 */
	public HttpAnswer handshake() {
		return this.raw.handshake();
	}

	/**
	 * Return the sub-protocol that the server has chosen.
	 * @return the name, empty if it has chosen none
	 */
	public String subProtocol() {
		return handshake().header("Sec-WebSocket-Protocol");
	}

	/**
	 * Send a message. What does not fit on the way waits until the server reads; if it
	 * takes nothing within the timeout of the client, that is an {@link AssertionError}.
	 * @param value the content
	 */
	public void send(Object value) {
		send(this.payloads.encode(value));
	}

	/**
	 * Send a message in fragments.
	 * @param value the content
	 * @param size octets a fragment, at least 1; characters may be split
	 */
	public void sendFragmented(Object value, int size) {
		Assert.isTrue(size > 0, () -> "'size' must be at least 1 but is " + size);
		OutgoingFrame message = this.payloads.encode(value);
		this.outbox.send(OutgoingFrame.fragments(message.opcode(), message.payload(), size));
	}

	/**
	 * Send a text message that is not UTF-8, which a server has to close with 1007.
	 */
	public void sendInvalidUtf8() {
		send(OutgoingFrame.of(Frame.TEXT, (byte) 'a', (byte) 0xC3, (byte) 0x28));
	}

	/**
	 * Send a PING. Its answer is for {@link #expectPong}.
	 * @param payload the payload, at most 125 octets of UTF-8
	 */
	public void sendPing(String payload) {
		send(OutgoingFrame.ping(payload));
	}

	/**
	 * Send a Close frame. Receiving goes on: its answer is for {@link #expectClose}, and
	 * messages may come before.
	 * @param code the code, legal or not
	 */
	public void sendClose(int code) {
		send(OutgoingFrame.close(code, ""));
	}

	/**
	 * Send a Close frame.
	 * @param status code and reason
	 */
	public void sendClose(CloseStatus status) {
		String reason = (status.getReason() != null) ? status.getReason() : "";
		send(OutgoingFrame.close(status.getCode(), reason));
	}

	private void send(OutgoingFrame frame) {
		this.outbox.send(List.of(frame));
	}

	/**
	 * Receive messages: as many as the subscriber has asked for, and none before. They
	 * are read, and signalled, on a thread that no virtual time stops.
	 * <p>
	 * Completes with the Close frame of the server, or at once if it was received before;
	 * its code is {@link #closeStatus()}. Fails with an {@link AssertionError} if the
	 * connection is lost, a message is not of the type, or none comes within the timeout
	 * of the client, which begins with each request and with each message; and with an
	 * {@link IllegalStateException} while there is another subscriber. Cancelled, it
	 * leaves what comes next to the next one.
	 * @param <T> the type
	 * @param type the type of the messages
	 * @return the messages; may be subscribed to again
	 */
	public <T> Flux<T> receive(Class<T> type) {
		return receive((Type) type);
	}

	/**
	 * Receive messages.
	 * @param <T> the type
	 * @param type the type of the messages
	 * @return the messages, as from {@link #receive(Class)}
	 */
	public <T> Flux<T> receive(ParameterizedTypeReference<T> type) {
		return receive(type.getType());
	}

	private <T> Flux<T> receive(Type type) {
		return Flux.from((subscriber) -> {
			Reception<T> reception = new Reception<>(this.inbox, (frame) -> this.payloads.decode(frame, type),
					subscriber, this.timeout);
			if (this.inbox.takeClose() != null) {
				Operators.complete(subscriber);
			}
			else if (this.inbox.begin(reception)) {
				subscriber.onSubscribe(reception);
			}
			else {
				Operators.error(subscriber, new IllegalStateException("messages are being received already"));
			}
		});
	}

	/**
	 * Receive the next message.
	 * @param <T> the type
	 * @param type the type of the message
	 * @return the message
	 */
	public <T> T next(Class<T> type) {
		return next((Type) type);
	}

	/**
	 * Receive the next message.
	 * @param <T> the type
	 * @param type the type of the message
	 * @return the message
	 */
	public <T> T next(ParameterizedTypeReference<T> type) {
		return next(type.getType());
	}

	private <T> T next(Type type) {
		String expected = "a message as " + type.getTypeName();
		Received received = read(expected, Frame.PING, Frame.PONG);
		if (received instanceof Frame frame && !frame.isControl()) {
			return this.payloads.decode(frame, type);
		}
		throw unexpected(expected, received);
	}

	/**
	 * Expect the PONG that answers a {@linkplain #sendPing PING}.
	 * @param payload the payload of the PING
	 */
	public void expectPong(String payload) {
		byte[] octets = payload.getBytes(StandardCharsets.UTF_8);
		String expected = "PONG of " + Frame.describe(Frame.PONG, octets);
		Received received = read(expected, Frame.PING);
		if (!received.equals(new Frame(true, 0, Frame.PONG, false, octets))) {
			throw unexpected(expected, received);
		}
	}

	/**
	 * Expect a PING, which has been answered then.
	 * @return its payload
	 */
	public byte[] expectPing() {
		Received received = read("PING", Frame.PONG);
		if (received instanceof Frame frame && frame.opcode() == Frame.PING) {
			return frame.payload();
		}
		throw unexpected("PING", received);
	}

	/**
	 * Expect the Close frame of the server, unless it has been received already.
	 * @param code the code, 1005 for an empty Close frame
	 */
	public void expectClose(int code) {
		Frame close = close("CLOSE " + code);
		if (close.closeCode() != code) {
			throw unexpected("CLOSE " + code, close);
		}
	}

	/**
	 * Expect the Close frame of the server, unless it has been received already.
	 * @return code and reason; code 1005 for an empty Close frame
	 */
	public CloseStatus expectClose() {
		return status(close("CLOSE"));
	}

	private Frame close(String expected) {
		Frame close = this.inbox.takeClose();
		if (close != null) {
			return close;
		}
		Received received = read(expected, Frame.PING, Frame.PONG);
		if (received instanceof Frame frame && frame.opcode() == Frame.CLOSE) {
			return frame;
		}
		throw unexpected(expected, received);
	}

	/**
	 * Return what the server has closed the WebSocket with, as far as it was received.
	 * @return code and reason, or {@code null} as long as no Close frame was received
	 */
	public @Nullable CloseStatus closeStatus() {
		Frame close = this.inbox.close();
		return (close != null) ? status(close) : null;
	}

	private static CloseStatus status(Frame close) {
		String reason = close.closeReason();
		CloseStatus status = new CloseStatus(close.closeCode());
		return reason.isEmpty() ? status : status.withReason(reason);
	}

	/**
	 * Expect the end of the connection, of the stream over HTTP/2.
	 * @return {@link End#EOF} if the server has ended it in good order, as it does behind
	 * the closing handshake, {@link End#RESET} if it was dropped
	 */
	public End expectEnd() {
		Received received = read("the end of the connection", Frame.PING, Frame.PONG);
		if (received instanceof End end) {
			return end;
		}
		throw unexpected("the end of the connection", received);
	}

	// reads past frames of some opcodes
	private Received read(String expected, int... passed) {
		Assert.state(this.inbox.reception() == null, "messages are being received already");
		Assert.state(!this.inbox.isStopped(), "reading was stopped");
		Deadline deadline = Deadline.after(this.timeout);
		try {
			Received received;
			do {
				received = Objects.requireNonNull(this.inbox.next(deadline, () -> true));
			}
			while (received instanceof Frame frame && IntStream.of(passed).anyMatch((code) -> code == frame.opcode()));
			return received;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected %s but it did not come within %s; %s".formatted(expected, this.timeout,
					this.inbox.soFar()), ex);
		}
	}

	private AssertionError unexpected(String expected, Received received) {
		return new AssertionError("expected %s but received %s; %s".formatted(expected, received, this.inbox.soFar()));
	}

	/**
	 * Stop to read, whoever receives: what the server sends piles up, first here and then
	 * there. How much fits here is up to
	 * {@link WebSocketTestClient.Builder#receiveBuffer}.
	 */
	public void stopReading() {
		this.inbox.stop(true);
		this.inbox.awaitPause();
	}

	/**
	 * Read on.
	 */
	public void resumeReading() {
		Assert.state(!this.outbox.isSilent(), "the client has vanished");
		this.inbox.stop(false);
	}

	/**
	 * Drop the connection by a TCP reset, over HTTP/2 the stream by RST_STREAM.
	 */
	public void reset() {
		this.over = true;
		this.raw.connection().reset();
	}

	/**
	 * Be as good as gone without a trace: neither read nor answer nor send anything any
	 * more, while the TCP connection stays. Over HTTP/2, PINGs of that protocol are still
	 * answered. {@link #close()} ends the connection.
	 */
	public void vanish() {
		this.over = true;
		this.outbox.silence();
		stopReading();
	}

	/**
	 * Return the client below, for frames of any kind and for breaking the rules. It
	 * answers nothing by itself, and what it reads this connection does not see. Nothing
	 * must be read by both at a time.
	 * @return the client of this connection
	 */
	public RawWebSocketClient raw() {
		if (this.inbox.reception() == null) {
			this.inbox.awaitPause();
		}
		return this.raw;
	}

	/**
	 * Close the connection. If it is still open then in good order: sends a Close frame
	 * with 1000 unless one was sent, waits up to a second for the server's, and ignores
	 * what comes before. Completes who receives.
	 */
	@Override
	public void close() {
		Reception<?> reception = this.inbox.reception();
		if (reception != null) {
			reception.complete();
		}
		if (!this.over && this.inbox.close() == null) {
			this.over = true;
			new Farewell(this.raw.connection(), this.inbox, this.outbox).say();
		}
		if (this.outbox.isBusy()) {
			this.raw.connection().abort();
		}
		this.raw.close();
	}

}
