package io.github.websocketstarter.test;

import java.nio.charset.StandardCharsets;

/**
 * A whole message from the server, put together from its frames.
 *
 * @param opcode {@link Frame#TEXT} or {@link Frame#BINARY}
 * @param payload the payload of all frames
 * @param frames how many frames it came in
 * @since 0.1.0
 */
public record Message(int opcode, byte[] payload, int frames) {

	/**
	 * Return the payload as text.
	 * @return the payload decoded as UTF-8
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return Frame.name(this.opcode) + " message in " + this.frames + " frames of "
				+ Frame.describe(this.opcode, this.payload);
	}

}
