package io.github.websocketstarter.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A frame to send, legal or not: every bit of the header can be chosen (RFC 6455 §5.2).
 * The factory methods make legal frames, masked with a random key; the {@code with…}
 * methods return changed copies. Immutable as long as nobody writes to the arrays.
 *
 * @param fin whether it is the last frame of its message
 * @param rsv the three reserved bits, RSV1 being 4, RSV2 being 2 and RSV3 being 1
 * @param opcode the opcode, from 0 to 15
 * @param maskKey four octets, or {@code null} to send the payload unmasked
 * @param lengthEncoding how the length is written
 * @param declaredLength the length that is written, whatever the payload's is; all 64
 * bits can be used
 * @param payload the payload before masking
 * @since 0.1.0
 */
public record OutgoingFrame(boolean fin, int rsv, int opcode, byte @Nullable [] maskKey, LengthEncoding lengthEncoding,
		long declaredLength, byte[] payload) {

	/**
	 * Create a final frame with any opcode.
	 * @param opcode the opcode, from 0 to 15
	 * @param payload the payload
	 * @return the frame
	 */
	public static OutgoingFrame of(int opcode, byte... payload) {
		byte[] key = new byte[4];
		ThreadLocalRandom.current().nextBytes(key);
		return new OutgoingFrame(true, 0, opcode, key, LengthEncoding.MINIMAL, payload.length, payload);
	}

	/**
	 * Create a final frame with any opcode.
	 * @param opcode the opcode, from 0 to 15
	 * @param payload the payload, encoded as UTF-8
	 * @return the frame
	 */
	public static OutgoingFrame of(int opcode, String payload) {
		return of(opcode, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create a text message of one frame.
	 * @param text the text
	 * @return the frame
	 */
	public static OutgoingFrame text(String text) {
		return of(Frame.TEXT, text);
	}

	/**
	 * Create a binary message of one frame.
	 * @param payload the payload
	 * @return the frame
	 */
	public static OutgoingFrame binary(byte... payload) {
		return of(Frame.BINARY, payload);
	}

	/**
	 * Create a PING.
	 * @param payload the payload, legal up to 125 octets
	 * @return the frame
	 */
	public static OutgoingFrame ping(String payload) {
		return of(Frame.PING, payload);
	}

	/**
	 * Create a Close frame; neither code nor reason are checked.
	 * @param code the code, of which the lower sixteen bits are sent
	 * @param reason the reason, legal up to 123 octets of UTF-8
	 * @return the frame
	 */
	public static OutgoingFrame close(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		return of(Frame.CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	/**
	 * Split a message into frames.
	 * @param opcode {@link Frame#TEXT} or {@link Frame#BINARY}
	 * @param payload the payload of the whole message
	 * @param size octets a frame, at least 1; the last frame may be shorter
	 * @return at least one frame, the last one with FIN
	 */
	public static List<OutgoingFrame> fragments(int opcode, byte[] payload, int size) {
		List<OutgoingFrame> frames = new ArrayList<>();
		int start = 0;
		do {
			int end = Math.min(start + size, payload.length);
			frames.add(of((start == 0) ? opcode : Frame.CONTINUATION, Arrays.copyOfRange(payload, start, end))
				.withFin(end == payload.length));
			start = end;
		}
		while (start < payload.length);
		return frames;
	}

	/**
	 * Return a copy with another FIN bit.
	 * @param fin whether it is the last frame of its message
	 * @return the changed copy
	 */
	public OutgoingFrame withFin(boolean fin) {
		return new OutgoingFrame(fin, this.rsv, this.opcode, this.maskKey, this.lengthEncoding, this.declaredLength,
				this.payload);
	}

	/**
	 * Return a copy with other reserved bits.
	 * @param rsv the sum of 4 for RSV1, 2 for RSV2 and 1 for RSV3
	 * @return the changed copy
	 */
	public OutgoingFrame withRsv(int rsv) {
		return new OutgoingFrame(this.fin, rsv, this.opcode, this.maskKey, this.lengthEncoding, this.declaredLength,
				this.payload);
	}

	/**
	 * Return a copy with another mask.
	 * @param maskKey four octets, or {@code null} to send the payload unmasked
	 * @return the changed copy
	 */
	public OutgoingFrame withMaskKey(byte @Nullable [] maskKey) {
		return new OutgoingFrame(this.fin, this.rsv, this.opcode, maskKey, this.lengthEncoding, this.declaredLength,
				this.payload);
	}

	/**
	 * Return a copy that writes a length in a form of choice.
	 * @param encoding how the length is written
	 * @param length the length that is written, whatever the payload's is
	 * @return the changed copy
	 */
	public OutgoingFrame withLength(LengthEncoding encoding, long length) {
		return new OutgoingFrame(this.fin, this.rsv, this.opcode, this.maskKey, encoding, length, this.payload);
	}

	/**
	 * Return the octets of this frame.
	 * @return header and payload as they go over the wire
	 * @throws IllegalArgumentException if a value does not fit its bits
	 */
	public byte[] encode() {
		check("rsv", this.rsv, 7);
		check("opcode", this.opcode, 15);
		ByteBuffer header = ByteBuffer.allocate(14);
		header.put((byte) ((this.fin ? 0x80 : 0) | this.rsv << 4 | this.opcode));
		int maskBit = (this.maskKey != null) ? 0x80 : 0;
		switch (this.lengthEncoding.resolve(this.declaredLength)) {
			case BITS_16 -> header.put((byte) (maskBit | 126)).putShort((short) this.declaredLength);
			case BITS_64 -> header.put((byte) (maskBit | 127)).putLong(this.declaredLength);
			default -> header.put((byte) (maskBit | this.declaredLength & 0x7F));
		}
		if (this.maskKey != null) {
			header.put(this.maskKey);
		}
		ByteBuffer frame = ByteBuffer.allocate(header.position() + this.payload.length);
		return frame.put(header.flip()).put(masked()).array();
	}

	private static void check(String name, int value, int maximum) {
		if (value < 0 || value > maximum) {
			throw new IllegalArgumentException("'%s' must be from 0 to %d but is %d".formatted(name, maximum, value));
		}
	}

	private byte[] masked() {
		if (this.maskKey == null) {
			return this.payload;
		}
		byte[] masked = new byte[this.payload.length];
		for (int i = 0; i < masked.length; i++) {
			masked[i] = (byte) (this.payload[i] ^ this.maskKey[i & 3]);
		}
		return masked;
	}

	static byte[] encode(Iterable<OutgoingFrame> frames) {
		ByteArrayOutputStream octets = new ByteArrayOutputStream();
		frames.forEach((frame) -> octets.writeBytes(frame.encode()));
		return octets.toByteArray();
	}

	@Override
	public String toString() {
		return Frame.name(this.opcode) + (this.fin ? "" : " without FIN") + ((this.rsv != 0) ? " RSV " + this.rsv : "")
				+ " of " + Frame.describe(this.opcode, this.payload);
	}

}
