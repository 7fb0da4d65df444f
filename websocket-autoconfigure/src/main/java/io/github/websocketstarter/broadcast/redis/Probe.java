package io.github.websocketstarter.broadcast.redis;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A message that a link sends to itself, to see whether Redis carries messages. The
 * others drop it.
 */
final class Probe {

	private static final byte[] MARK = { 'W', 'S', '-', 'P', 'R', 'O', 'B', 'E' };

	private static final int SIZE = MARK.length + 2 * Long.BYTES;

	private final ByteBuffer message;

	Probe() {
		UUID id = UUID.randomUUID();
		this.message = ByteBuffer.allocate(SIZE)
			.put(MARK)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.flip()
			.asReadOnlyBuffer();
	}

	ByteBuffer message() {
		return this.message.duplicate();
	}

	boolean isThis(ByteBuffer message) {
		return this.message.equals(message);
	}

	/**
	 * Tell whether a message is a probe of any link.
	 * @param message the message
	 * @return whether it is one
	 */
	static boolean isAny(ByteBuffer message) {
		return message.remaining() == SIZE && message.slice().limit(MARK.length).equals(ByteBuffer.wrap(MARK));
	}

}
