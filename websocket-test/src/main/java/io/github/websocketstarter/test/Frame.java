package io.github.websocketstarter.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A frame as it came from the server (RFC 6455 §5.2). Two frames are equal when all bits
 * are.
 *
 * @param fin whether it is the last frame of its message
 * @param rsv the three reserved bits, RSV1 being 4, RSV2 being 2 and RSV3 being 1
 * @param opcode the opcode, from 0 to 15
 * @param masked whether the payload came masked; the {@code payload} never is
 * @param payload the payload, not copied
 * @since 0.1.0
 */
public record Frame(boolean fin, int rsv, int opcode, boolean masked, byte[] payload) implements Received {

	/** Opcode of a continuation frame. */
	public static final int CONTINUATION = 0;

	/** Opcode of a text frame. */
	public static final int TEXT = 1;

	/** Opcode of a binary frame. */
	public static final int BINARY = 2;

	/** Opcode of a Close frame. */
	public static final int CLOSE = 8;

	/** Opcode of a PING frame. */
	public static final int PING = 9;

	/** Opcode of a PONG frame. */
	public static final int PONG = 10;

	/** Close code of a Close frame without payload (RFC 6455 §7.1.5). */
	public static final int NO_CLOSE_CODE = 1005;

	private static final int SHOWN_OCTETS = 40;

	/**
	 * Return whether this is a control frame.
	 * @return {@code true} for opcodes 8 to 15
	 */
	public boolean isControl() {
		return this.opcode >= CLOSE;
	}

	/**
	 * Return the payload as text.
	 * @return the payload decoded as UTF-8
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * Return the code of a Close frame.
	 * @return the first two octets of the payload, or 1005 if it has none
	 * @throws AssertionError if this is no Close frame or its payload is one octet long
	 */
	public int closeCode() {
		if (this.opcode != CLOSE || this.payload.length == 1) {
			throw new AssertionError("expected a Close frame with a code but received " + this);
		}
		if (this.payload.length == 0) {
			return NO_CLOSE_CODE;
		}
		return (this.payload[0] & 0xFF) << 8 | this.payload[1] & 0xFF;
	}

	/**
	 * Return the reason of a Close frame.
	 * @return what follows the code, empty if nothing does
	 * @throws AssertionError if this is no Close frame or its payload is one octet long
	 */
	public String closeReason() {
		if (closeCode() == NO_CLOSE_CODE && this.payload.length == 0) {
			return "";
		}
		return new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Frame frame && this.fin == frame.fin && this.rsv == frame.rsv
				&& this.opcode == frame.opcode && this.masked == frame.masked
				&& Arrays.equals(this.payload, frame.payload);
	}

	@Override
	public int hashCode() {
		return 31 * this.opcode + Arrays.hashCode(this.payload);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(name(this.opcode));
		text.append(this.fin ? "" : " without FIN");
		text.append((this.rsv != 0) ? " with RSV " + this.rsv : "");
		text.append(this.masked ? " masked" : "");
		if (this.opcode == CLOSE && this.payload.length > 1) {
			return text.append(" %d \"%s\"".formatted(closeCode(), closeReason())).toString();
		}
		return text.append(" of ").append(describe(this.opcode, this.payload)).toString();
	}

	static String name(int opcode) {
		return switch (opcode) {
			case CONTINUATION -> "CONTINUATION";
			case TEXT -> "TEXT";
			case BINARY -> "BINARY";
			case CLOSE -> "CLOSE";
			case PING -> "PING";
			case PONG -> "PONG";
			default -> "OPCODE " + opcode;
		};
	}

	/** Length and beginning of a payload, short enough for an assertion message. */
	static String describe(int opcode, byte[] payload) {
		int shown = Math.min(payload.length, SHOWN_OCTETS);
		String content = (opcode == TEXT) ? '"' + new String(payload, 0, shown, StandardCharsets.UTF_8) + '"'
				: "0x" + HexFormat.of().formatHex(payload, 0, shown);
		return payload.length + " octets" + ((shown == 0) ? "" : " " + content) + ((shown < payload.length) ? "…" : "");
	}

}
