package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The content of a Close frame (RFC 6455 §5.5.1, §7.4).
 *
 * @param code the status code; {@link #NO_STATUS} for none
 * @param reason the reason; empty for none
 */
public record CloseFrame(int code, String reason) {

	/** Stands for a Close frame without payload, never sent. */
	public static final int NO_STATUS = 1005;

	/** Stands for a connection that ended without a Close frame, never sent. */
	public static final int NO_CLOSE_FRAME = 1006;

	private static final int MAX_REASON = 123;

	/**
	 * Check what an application wants to send.
	 * @param code the status code; {@link #NO_STATUS} for none
	 * @param reason the reason, or {@code null} for none
	 * @return the frame
	 * @throws IllegalArgumentException if the code must not be sent or the reason is too
	 * long
	 */
	public static CloseFrame toSend(int code, @Nullable String reason) {
		String text = (reason != null) ? reason : "";
		Assert.isTrue(code == NO_STATUS || isSendable(code), () -> "'status' must have a code of 1000 to 1003, "
				+ "1007 to 1014 or 3000 to 4999, or be CloseStatus.NO_STATUS_CODE, but its code is " + code);
		Assert.isTrue(code != NO_STATUS || text.isEmpty(), "'status' must not have a reason without a code");
		int length = text.getBytes(StandardCharsets.UTF_8).length;
		Assert.isTrue(length <= MAX_REASON,
				() -> "'status' must have a reason of at most " + MAX_REASON + " bytes in UTF-8 but it has " + length);
		return new CloseFrame(code, text);
	}

	/**
	 * Read the payload of a Close frame.
	 * @param payload the payload, at most 125 bytes, not 1
	 * @return the frame, or {@code null} if the peer must not send it
	 */
	public static @Nullable CloseFrame parse(ByteBuffer payload) {
		if (!payload.hasRemaining()) {
			return new CloseFrame(NO_STATUS, "");
		}
		int code = payload.getShort(payload.position()) & 0xFFFF;
		int from = payload.position() + 2;
		Utf8Validator utf8 = new Utf8Validator();
		if (!isSendable(code) || !utf8.accept(payload, from, payload.limit()) || !utf8.end()) {
			return null;
		}
		return new CloseFrame(code, StandardCharsets.UTF_8.decode(payload.duplicate().position(from)).toString());
	}

	/**
	 * Return the payload to send.
	 * @return the bytes; none for {@link #NO_STATUS}
	 */
	public byte[] payload() {
		if (this.code == NO_STATUS) {
			return new byte[0];
		}
		byte[] text = this.reason.getBytes(StandardCharsets.UTF_8);
		byte[] payload = new byte[text.length + 2];
		payload[0] = (byte) (this.code >>> 8);
		payload[1] = (byte) this.code;
		System.arraycopy(text, 0, payload, 2, text.length);
		return payload;
	}

	/**
	 * Return the answer to this frame.
	 * @return the same code without reason; 1000 if this frame has none
	 */
	public CloseFrame reply() {
		return new CloseFrame((this.code == NO_STATUS) ? 1000 : this.code, "");
	}

	private static boolean isSendable(int code) {
		return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
	}

}
