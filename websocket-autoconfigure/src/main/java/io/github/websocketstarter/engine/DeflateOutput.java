package io.github.websocketstarter.engine;

import java.nio.ByteBuffer;

/**
 * Takes compressed bytes: a buffer that grows.
 */
public interface DeflateOutput {

	/**
	 * Return a buffer to write to, behind what was written before.
	 * @param least how many bytes it must have room for; it may have room for more
	 * @return the buffer, direct or not, used until the next call only
	 */
	ByteBuffer room(int least);

	/**
	 * Keep what was written to the buffer that {@link #room} returned.
	 * @param bytes how many bytes were written to its beginning
	 */
	void written(int bytes);

	/**
	 * Drop the last bytes written, which may have come by several calls.
	 * @param bytes how many
	 */
	void takeBack(int bytes);

}
