package io.github.websocketstarter.engine.netty;

import java.nio.ByteBuffer;

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

	private boolean decoding;

	// Inside a frame: its payload bytes still to come.
	private boolean inFrame;

	private long remaining;

	// The message: whether it is text, and whether none of it has been passed on.
	private boolean text;

	private boolean unsent;

	FrameDecoder(Socket socket, Inbound inbound, SocketSettings settings) {
		this.socket = socket;
		this.inbound = inbound;
		this.header = new FrameReader(settings.maxMessageSize(), settings.maxFrameSize(), settings.maxFragments());
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
			keep = bytes.isReadable() && this.socket.isDecoding();
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

	private boolean step(ByteBuf bytes) {
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
		if (length > 0) {
			ByteBuffer payload = bytes.internalNioBuffer(bytes.readerIndex(), length);
			int from = payload.position();
			Masking.apply(payload, from, from + length, this.header.mask(), this.header.length() - this.remaining);
			if (this.text && !control && !this.utf8.accept(payload, from, from + length)) {
				return failText();
			}
			this.remaining -= length;
		}
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
