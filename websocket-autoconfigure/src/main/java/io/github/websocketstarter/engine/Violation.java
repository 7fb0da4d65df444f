package io.github.websocketstarter.engine;

import io.github.websocketstarter.cancellation.DisconnectReason;

/**
 * What a peer did wrong.
 *
 * @param code the close code to end the connection with
 * @param detail what is wrong, for the log; never sent
 */
public record Violation(int code, String detail) {

	/** The close code of a protocol error. */
	public static final int PROTOCOL_ERROR = 1002;

	/** The close code of a payload that does not match its type. */
	public static final int BAD_DATA = 1007;

	/** The close code of a peer that sends more than it may. */
	public static final int LIMIT_EXCEEDED = 1008;

	/** The close code of a message that is too big. */
	public static final int TOO_BIG = 1009;

	static Violation protocol(String detail) {
		return new Violation(PROTOCOL_ERROR, detail);
	}

	static Violation tooBig(String detail) {
		return new Violation(TOO_BIG, detail);
	}

	static Violation limitExceeded(String detail) {
		return new Violation(LIMIT_EXCEEDED, detail);
	}

	/**
	 * Return why the connection ends.
	 * @return the reason that its token tells
	 */
	public DisconnectReason reason() {
		return switch (this.code) {
			case TOO_BIG -> DisconnectReason.TOO_BIG;
			case LIMIT_EXCEEDED -> DisconnectReason.LIMIT_EXCEEDED;
			default -> DisconnectReason.PROTOCOL_ERROR;
		};
	}

}
