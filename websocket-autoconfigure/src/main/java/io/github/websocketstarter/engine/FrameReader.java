package io.github.websocketstarter.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads the frame headers that a client sends (RFC 6455 §5.2), byte by byte, and checks
 * each against the frames before it and the limits, as early as it is provable. Payload
 * bytes do not pass through here. Not thread-safe.
 */
public final class FrameReader {

	private static final int LENGTH_16 = 126;

	private static final int LENGTH_64 = 127;

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private static final int MAX_OVERHEAD = 16 * 1024;

	private final int maxMessageSize;

	private final int maxFrameSize;

	private final int maxFragments;

	private final boolean compression;

	// The header being read: how many of its bytes are there, of how many (2 until
	// known).
	private int read;

	private int size = 2;

	private int first;

	private long length;

	private int mask;

	// The message being read: its opcode, -1 between messages; its bytes and frames so
	// far.
	private int message = -1;

	private boolean compressed;

	private long messageLength;

	private int fragments;

	private boolean starting;

	private @Nullable Violation violation;

	/**
	 * Create a reader.
	 * @param maxMessageSize the largest message, bytes
	 * @param maxFrameSize the largest frame, bytes; 0 for no limit but the message's
	 * @param maxFragments the largest number of fragments of a message
	 * @param compression whether messages may be compressed
	 */
	public FrameReader(int maxMessageSize, int maxFrameSize, int maxFragments, boolean compression) {
		this.maxMessageSize = maxMessageSize;
		this.maxFrameSize = maxFrameSize;
		this.maxFragments = maxFragments;
		this.compression = compression;
	}

	/**
	 * Read the next byte of a header. A call after a complete header begins the next one.
	 * @param b the byte
	 * @param streamed whether messages are passed on piece by piece, so that only a frame
	 * has a limit
	 * @return whether the header is complete or a violation was found
	 */
	public boolean read(byte b, boolean streamed) {
		if (this.read == this.size) {
			this.read = 0;
			this.size = 2;
		}
		int position = this.read++;
		if (position == 0) {
			return readFirst(b & 0xFF);
		}
		if (position == 1) {
			return readSecond(b & 0xFF);
		}
		if (position < this.size - 4) {
			this.length = (this.length << 8) | (b & 0xFF);
			return position == this.size - 5 && checkLength();
		}
		this.mask = (this.mask << 8) | (b & 0xFF);
		return this.read == this.size && complete(streamed);
	}

	private boolean readFirst(int b) {
		this.first = b;
		int opcode = opcode();
		boolean mayBeCompressed = this.compression && (opcode == Opcode.TEXT || opcode == Opcode.BINARY);
		if ((b & (mayBeCompressed ? 0x30 : 0x70)) != 0) {
			return fail("a reserved bit is set that no agreed extension uses");
		}
		if (Opcode.isReserved(opcode)) {
			return fail("the opcode is reserved");
		}
		if (Opcode.isControl(opcode)) {
			return !fin() && fail("a control frame is fragmented");
		}
		if (opcode == Opcode.CONTINUATION) {
			return this.message < 0 && fail("a continuation frame has no message to continue");
		}
		return this.message >= 0 && fail("a new message begins inside a fragmented one");
	}

	private boolean readSecond(int b) {
		if ((b & 0x80) == 0) {
			return fail("a frame of a client is not masked");
		}
		this.mask = 0;
		this.length = b & 0x7F;
		if (Opcode.isControl(opcode())) {
			this.size = 6;
			if (this.length > MAX_CONTROL_PAYLOAD) {
				return fail("a control frame is longer than 125 bytes");
			}
			return opcode() == Opcode.CLOSE && this.length == 1 && fail("a Close frame has half a status code");
		}
		if (this.length < LENGTH_16) {
			this.size = 6;
		}
		else {
			this.size = (this.length == LENGTH_64) ? 14 : 8;
			this.length = 0;
		}
		return false;
	}

	private boolean checkLength() {
		if (this.length < 0) {
			return fail("the highest bit of a length is set");
		}
		long minimum = (this.size == 14) ? 0x10000 : LENGTH_16;
		return this.length < minimum && fail("a length does not use the shortest encoding");
	}

	private boolean complete(boolean streamed) {
		if (Opcode.isControl(opcode())) {
			return true;
		}
		this.starting = this.message < 0;
		if (this.starting) {
			this.message = opcode();
			this.compressed = (this.first & 0x40) != 0;
			this.messageLength = 0;
			this.fragments = 0;
		}
		this.messageLength += this.length;
		this.fragments++;
		checkLimits(streamed);
		if (fin() && this.violation == null) {
			this.message = -1;
		}
		return true;
	}

	private void checkLimits(boolean streamed) {
		if (this.maxFrameSize > 0 && this.length > this.maxFrameSize) {
			this.violation = Violation
				.tooBig("a frame is larger than 'max-frame-size' (" + this.maxFrameSize + " bytes)");
		}
		else if (!streamed && (this.messageLength > largestMessage() || this.messageLength < 0)) {
			this.violation = Violation
				.tooBig("a message is larger than 'max-message-size' (" + this.maxMessageSize + " bytes)");
		}
		else if (!streamed && this.fragments > this.maxFragments) {
			this.violation = Violation
				.tooBig("a message has more fragments than 'max-fragments' (" + this.maxFragments + ")");
		}
	}

	// What is compressed may take more bytes than its content, above all in small
	// fragments;
	// its content is counted by whoever inflates it.
	private long largestMessage() {
		return this.compressed ? 2L * this.maxMessageSize + MAX_OVERHEAD : this.maxMessageSize;
	}

	private boolean fail(String detail) {
		this.violation = Violation.protocol(detail);
		return true;
	}

	/**
	 * Return what is wrong with the header.
	 * @return the violation, or {@code null} if there is none so far
	 */
	public @Nullable Violation violation() {
		return this.violation;
	}

	/**
	 * Return whether this is the last frame of its message.
	 * @return the FIN bit
	 */
	public boolean fin() {
		return (this.first & 0x80) != 0;
	}

	/**
	 * Return the opcode of the frame.
	 * @return the opcode, see {@link Opcode}
	 */
	public int opcode() {
		return this.first & 0xF;
	}

	/**
	 * Return whether the message that a data frame belongs to is compressed.
	 * @return the bit RSV1 of its first frame
	 */
	public boolean compressed() {
		return this.compressed;
	}

	/**
	 * Return whether a data frame is the first of its message.
	 * @return {@code false} for a continuation
	 */
	public boolean starting() {
		return this.starting;
	}

	/**
	 * Return the length of the frame's payload.
	 * @return the length, bytes
	 */
	public long length() {
		return this.length;
	}

	/**
	 * Return the masking key.
	 * @return the key, its first byte highest
	 */
	public int mask() {
		return this.mask;
	}

}
