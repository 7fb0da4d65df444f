package io.github.websocketstarter.engine.deflate;

import java.nio.ByteBuffer;

/**
 * Where compressed bytes go.
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

}
