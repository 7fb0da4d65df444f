package io.github.websocketstarter.engine.netty;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * What was received and not taken yet, and the receiver that takes it. Holds at most the
 * read-ahead, of which each piece takes its bytes and {@value #PIECE_COST} more, so that
 * empty messages count too. Used on the event loop only.
 */
final class Inbound {

	private static final int PIECE_COST = 128;

	private final Socket socket;

	private final int readAhead;

	private @Nullable ArrayDeque<Piece> pieces;

	private int held;

	private @Nullable Receiver receiver;

	// A message that a receiver of whole messages has begun; survives that receiver.
	private @Nullable ByteBuf partial;

	private boolean partialText;

	private boolean delivering;

	// Whether the rest of a message is dropped; nothing is held then.
	private boolean skipping;

	private boolean discarding;

	private boolean ended;

	private boolean heard;

	private @Nullable Throwable error;

	Inbound(Socket socket, int readAhead) {
		this.socket = socket;
		this.readAhead = readAhead;
	}

	Flux<WebSocketMessage> messages() {
		return new Flux<>() {
			@Override
			public void subscribe(CoreSubscriber<? super WebSocketMessage> actual) {
				MessageReceiver receiver = new MessageReceiver(Inbound.this.socket, actual);
				actual.onSubscribe(receiver);
				Inbound.this.socket.execute(() -> attach(receiver));
			}
		};
	}

	Flux<Flux<DataBuffer>> streams() {
		return new Flux<>() {
			@Override
			public void subscribe(CoreSubscriber<? super Flux<DataBuffer>> actual) {
				StreamReceiver receiver = new StreamReceiver(Inbound.this.socket, actual);
				actual.onSubscribe(receiver);
				Inbound.this.socket.execute(() -> attach(receiver));
			}
		};
	}

	private void attach(Receiver next) {
		if (this.receiver != null) {
			next.end(new IllegalStateException("The connection " + this.socket.id()
					+ " has a subscriber to receive() or receiveStreams() already; share() the Flux to have several"));
			return;
		}
		this.receiver = next;
		ByteBuf begun = this.partial;
		if (next.isStreamed() && begun != null) {
			this.partial = null;
			this.held += begun.readableBytes() + PIECE_COST;
			pieces().addFirst(new Piece(begun, this.partialText, true, false));
		}
		this.socket.intake().resume();
	}

	/**
	 * Let go of a receiver that was cancelled; the next one continues.
	 */
	void detach(Receiver former) {
		if (this.receiver == former) {
			this.receiver = null;
		}
	}

	/**
	 * Fail the receiver and leave what was received to the next one.
	 */
	void giveUp(Throwable error) {
		Receiver current = this.receiver;
		if (current != null) {
			current.giveUp(error);
		}
	}

	/**
	 * Drop the rest of the message that a receiver has begun.
	 */
	void skipMessage() {
		this.skipping = true;
		while (this.skipping && !isEmpty()) {
			Piece piece = pieces().remove();
			this.held -= piece.bytes().readableBytes() + PIECE_COST;
			piece.bytes().release();
			this.skipping = !piece.last();
		}
	}

	/**
	 * Return whether there is a receiver that is, or was, told of the regular end.
	 */
	boolean isHeard() {
		return this.receiver != null || this.heard;
	}

	boolean isStreamed() {
		return this.skipping || (this.receiver != null && this.receiver.isStreamed());
	}

	/**
	 * Return whether more may be decoded and read.
	 */
	boolean hasRoom() {
		return this.discarding || this.held < this.readAhead;
	}

	/**
	 * Take a piece of a message from the decoder.
	 * @param bytes the bytes to read from
	 * @param length how many of them belong to the piece
	 * @param text whether the message is text
	 * @param first whether the piece is the first of its message
	 * @param last whether it is the last
	 */
	void data(ByteBuf bytes, int length, boolean text, boolean first, boolean last) {
		if (last) {
			this.socket.tally().receivedMessage();
		}
		if (skip(bytes, length, last)) {
			return;
		}
		Receiver to = this.receiver;
		boolean begins = first;
		if (to != null && isEmpty()) {
			if (begins && to.isReady(true)) {
				to.begin(text);
				begins = false;
				// The receiver may have given up in between.
				if (skip(bytes, length, last)) {
					return;
				}
			}
			if (!begins && (to.isReady(false) || length == 0)) {
				to.data(bytes, length, last);
				return;
			}
		}
		if (this.discarding) {
			bytes.skipBytes(length);
			return;
		}
		this.held += length + PIECE_COST;
		pieces().add(new Piece(keep(bytes, length), text, begins, last));
	}

	private boolean skip(ByteBuf bytes, int length, boolean last) {
		boolean skipped = this.skipping;
		if (skipped) {
			bytes.skipBytes(length);
			this.skipping = !last;
		}
		return skipped;
	}

	/**
	 * Keep bytes beyond the buffer they arrived in, without keeping much more than them.
	 */
	private static ByteBuf keep(ByteBuf bytes, int length) {
		if (length == 0) {
			return Unpooled.EMPTY_BUFFER;
		}
		return (length < bytes.capacity() / 2) ? bytes.readBytes(length) : bytes.readRetainedSlice(length);
	}

	/**
	 * Hand out what is held as far as the receiver takes it.
	 */
	void deliver() {
		if (this.delivering) {
			return;
		}
		this.delivering = true;
		try {
			while (this.receiver != null && deliverNext(this.receiver)) {
				// next piece
			}
		}
		finally {
			this.delivering = false;
		}
		endReceiver();
	}

	private boolean deliverNext(Receiver to) {
		Piece piece = (this.pieces != null) ? this.pieces.peek() : null;
		if (piece == null) {
			return false;
		}
		if (piece.first()) {
			if (!to.isReady(true)) {
				return false;
			}
			pieces().poll();
			pieces().addFirst(new Piece(piece.bytes(), piece.text(), false, piece.last()));
			to.begin(piece.text());
			return true;
		}
		if (!to.isReady(false) && piece.bytes().isReadable()) {
			return false;
		}
		pieces().poll();
		this.held -= piece.bytes().readableBytes() + PIECE_COST;
		try {
			to.data(piece.bytes(), piece.bytes().readableBytes(), piece.last());
		}
		finally {
			piece.bytes().release();
		}
		return true;
	}

	private void endReceiver() {
		Receiver to = this.receiver;
		if (this.ended && to != null && isEmpty()) {
			this.receiver = null;
			this.heard = true;
			to.end(this.error);
		}
	}

	/**
	 * From now on drop what nobody takes.
	 */
	void discard() {
		this.discarding = true;
	}

	/**
	 * No more messages will come.
	 * @param cause why; {@code null} after a closing handshake, when the messages that
	 * are held can still be taken
	 */
	void end(@Nullable Throwable cause) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.error = cause;
		if (this.partial != null) {
			this.partial.release();
			this.partial = null;
		}
		if (cause != null || this.discarding) {
			release();
		}
		if (!this.delivering) {
			endReceiver();
		}
	}

	/**
	 * Release what is held.
	 */
	void release() {
		ArrayDeque<Piece> dropped = this.pieces;
		this.pieces = null;
		this.held = 0;
		if (dropped != null) {
			dropped.forEach((piece) -> piece.bytes().release());
		}
	}

	boolean isEmpty() {
		return this.pieces == null || this.pieces.isEmpty();
	}

	private ArrayDeque<Piece> pieces() {
		ArrayDeque<Piece> current = this.pieces;
		if (current == null) {
			current = new ArrayDeque<>();
			this.pieces = current;
		}
		return current;
	}

	@Nullable ByteBuf partial() {
		return this.partial;
	}

	void partial(@Nullable ByteBuf begun, boolean text) {
		this.partial = begun;
		this.partialText = text;
	}

	boolean isPartialText() {
		return this.partialText;
	}

	private record Piece(ByteBuf bytes, boolean text, boolean first, boolean last) {
	}

}
