package io.github.websocketstarter.engine;

/**
 * The opcodes of RFC 6455 §5.2.
 */
public final class Opcode {

	/** A further fragment of a message. */
	public static final int CONTINUATION = 0x0;

	/** The first or only fragment of a text message. */
	public static final int TEXT = 0x1;

	/** The first or only fragment of a binary message. */
	public static final int BINARY = 0x2;

	/** The Close frame. */
	public static final int CLOSE = 0x8;

	/** The PING frame. */
	public static final int PING = 0x9;

	/** The PONG frame. */
	public static final int PONG = 0xA;

	private Opcode() {
	}

	/**
	 * Return whether an opcode is one of a control frame, which cannot be fragmented.
	 * @param opcode the opcode, 0 to 15
	 * @return whether its highest bit is set
	 */
	public static boolean isControl(int opcode) {
		return (opcode & 0x8) != 0;
	}

	static boolean isReserved(int opcode) {
		return (opcode & 0x7) > BINARY;
	}

}
