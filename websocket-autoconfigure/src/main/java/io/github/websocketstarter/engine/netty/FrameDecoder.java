package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.github.websocketstarter.engine.FrameReader;
import io.github.websocketstarter.engine.Masking;
import io.github.websocketstarter.engine.Opcode;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.engine.Utf8Validator;
import io.github.websocketstarter.engine.Violation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns received bytes into pieces of messages and control frames. Payload is unmasked in
 * place and passed on as it arrives. When the application does not take more, the bytes
 * that were already received wait here undecoded.
 */
final class FrameDecoder {

	private final Socket socket;

	private final Inbound inbound;

	private final FrameReader header;

	private final Utf8Validator utf8 = new Utf8Validator();

	// Received and not decoded yet; owned.
	private @Nullable ByteBuf rest;

	// The payload of a control frame that arrives in parts; owned.
	private @Nullable ByteBuf control;

	// Null if messages may not be compressed, and until the first that is.
	private final @Nullable PerMessageDeflate deflate;

	private @Nullable Inflation inflation;

	// Null without limits.
	private final @Nullable Rates rates;

	private final int maxMessageSize;

	// How many of the bytes that wait are unmasked already: those of a frame that
	// inflates.
	private int unmasked;

	private boolean decoding;

	// Inside a frame: its payload bytes still to come.
	private boolean inFrame;

	private long remaining;

	// The message: whether it is text, and whether none of it has been passed on.
	private boolean text;

	private boolean unsent;

	FrameDecoder(Socket socket, Inbound inbound, SocketSettings settings, @Nullable PerMessageDeflate deflate,
			@Nullable Rates rates) {
		this.socket = socket;
		this.inbound = inbound;
		this.header = new FrameReader(settings.maxMessageSize(), settings.maxFrameSize(), settings.maxFragments(),
				deflate != null);
		this.deflate = deflate;
		this.maxMessageSize = settings.maxMessageSize();
		this.rates = rates;
	}

	/**
	 * Decode received bytes.
	 * @param bytes the bytes, which are released here
	 */
	void accept(ByteBuf bytes) {
		ByteBuf held = this.rest;
		if (held == null) {
			decode(bytes);
			return;
		}
		ByteBuf merged = bytes.alloc().buffer(held.readableBytes() + bytes.readableBytes());
		merged.writeBytes(held).writeBytes(bytes);
		held.release();
		bytes.release();
		this.rest = merged;
		resume();
	}

	/**
	 * Go on with what waits, if the application takes it now.
	 */
	void resume() {
		ByteBuf held = this.rest;
		if (held != null && !this.decoding && this.inbound.hasRoom()) {
			this.rest = null;
			decode(held);
		}
	}

	boolean isBusy() {
		return this.decoding;
	}

	boolean isHolding() {
		return this.rest != null;
	}

	/**
	 * Return how much of the current frame is still to come.
	 */
	long remaining() {
		return this.remaining;
	}

	void release() {
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
		if (this.control != null) {
			this.control.release();
			this.control = null;
		}
	}

	private void decode(ByteBuf bytes) {
		this.decoding = true;
		boolean keep = false;
		try {
			while (this.socket.isDecoding() && step(bytes)) {
				// next frame or piece
			}
			keep = (bytes.isReadable() || isInflating()) && this.socket.isDecoding();
		}
		catch (Throwable ex) {
			this.socket.failed("the subscriber of receive() failed", ex);
		}
		finally {
			this.decoding = false;
			if (keep) {
				this.rest = bytes;
			}
			else {
				bytes.release();
			}
		}
	}

	private Inflation inflation() {
		Inflation current = this.inflation;
		if (current == null) {
			current = new Inflation(Objects.requireNonNull(this.deflate).inflater(), this.maxMessageSize);
			this.inflation = current;
		}
		return current;
	}

	private boolean isInflating() {
		return this.inflation != null && this.inflation.hasMore();
	}

	private boolean step(ByteBuf bytes) {
		if (isInflating()) {
			return this.inbound.hasRoom() && inflate(bytes, this.unmasked);
		}
		if (this.inFrame && this.remaining == 0) {
			return piece(bytes, 0);
		}
		if (!bytes.isReadable() || !this.inbound.hasRoom()) {
			return false;
		}
		if (this.inFrame) {
			return piece(bytes, (int) Math.min(this.remaining, bytes.readableBytes()));
		}
		while (bytes.isReadable()) {
			if (this.header.read(bytes.readByte(), this.inbound.isStreamed())) {
				return begin();
			}
		}
		return false;
	}

	private boolean begin() {
		Violation violation = this.header.violation();
		if (violation != null) {
			this.socket.violated(violation);
			return false;
		}
		if (this.rates != null && !this.rates.frame(this.header)) {
			return false;
		}
		this.inFrame = true;
		this.remaining = this.header.length();
		if (!Opcode.isControl(this.header.opcode()) && this.header.starting()) {
			this.text = this.header.opcode() == Opcode.TEXT;
			this.unsent = true;
		}
		return true;
	}

	private boolean piece(ByteBuf bytes, int length) {
		boolean control = Opcode.isControl(this.header.opcode());
		boolean compressed = !control && this.header.compressed();
		if (length > 0) {
			ByteBuffer payload = bytes.internalNioBuffer(bytes.readerIndex(), length);
			int from = payload.position();
			Masking.apply(payload, from, from + length, this.header.mask(), this.header.length() - this.remaining);
			if (this.text && !compressed && !control && !this.utf8.accept(payload, from, from + length)) {
				return failText();
			}
		}
		if (compressed) {
			return inflate(bytes, length);
		}
		this.remaining -= length;
		this.inFrame = this.remaining > 0;
		return control ? controlPiece(bytes, length) : dataPiece(bytes, length);
	}

	private boolean dataPiece(ByteBuf bytes, int length) {
		boolean last = !this.inFrame && this.header.fin();
		if (last && this.text && !this.utf8.end()) {
			return failText();
		}
		boolean first = this.unsent;
		this.unsent = false;
		this.inbound.data(bytes, length, this.text, first, last);
		return true;
	}

	/**
	 * Inflate unmasked bytes of a frame as far as the application takes the content.
	 * @return whether to go on with the frame or the next one
	 */
	private boolean inflate(ByteBuf bytes, int length) {
		Inflation by = inflation();
		boolean ends = this.header.fin() && this.remaining == length;
		boolean streamed = this.inbound.isStreamed();
		do {
			int before = bytes.readerIndex();
			Inflation.Result result = by.inflate(bytes, length, ends, streamed);
			int read = bytes.readerIndex() - before;
			length -= read;
			this.remaining -= read;
			if (!inflated(by, result)) {
				return false;
			}
		}
		while (by.hasMore() && this.inbound.hasRoom() && this.socket.isDecoding());
		this.unmasked = length;
		this.inFrame = this.remaining > 0 || by.hasMore();
		return !by.hasMore();
	}

	private boolean inflated(Inflation by, Inflation.Result result) {
		ByteBuf content = by.takeContent();
		try {
			if (result == Inflation.Result.CORRUPT) {
				this.socket.violated(new Violation(Violation.BAD_DATA, "a compressed message is corrupt"));
				return false;
			}
			if (result == Inflation.Result.TOO_BIG) {
				this.socket
					.violated(new Violation(Violation.TOO_BIG, "a message inflates to more than 'max-message-size'"));
				return false;
			}
			int size = content.readableBytes();
			ByteBuffer text = content.internalNioBuffer(content.readerIndex(), size);
			boolean last = result == Inflation.Result.COMPLETE;
			if (this.text && !(this.utf8.accept(text, text.position(), text.position() + size)
					&& (!last || this.utf8.end()))) {
				return failText();
			}
			if (size > 0 || last) {
				boolean first = this.unsent;
				this.unsent = false;
				this.inbound.data(content, size, this.text, first, last);
			}
			return true;
		}
		finally {
			content.release();
		}
	}

	private boolean failText() {
		this.socket.violated(new Violation(Violation.BAD_DATA, "text is not valid UTF-8"));
		return false;
	}

	private boolean controlPiece(ByteBuf bytes, int length) {
		ByteBuf begun = this.control;
		if (begun == null && !this.inFrame) {
			this.socket.control(this.header.opcode(), bytes.readSlice(length));
			return true;
		}
		if (begun == null) {
			begun = bytes.alloc().buffer((int) this.header.length());
			this.control = begun;
		}
		begun.writeBytes(bytes, length);
		if (!this.inFrame) {
			this.control = null;
			try {
				this.socket.control(this.header.opcode(), begun);
			}
			finally {
				begun.release();
			}
		}
		return true;
	}

}
