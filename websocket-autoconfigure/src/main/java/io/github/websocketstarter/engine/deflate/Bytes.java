package io.github.websocketstarter.engine.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Several bytes of an array at once, the first one lowest.
 */
final class Bytes {

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private Bytes() {
	}

	static int fourAt(byte[] bytes, int index) {
		return (int) INTS.get(bytes, index);
	}

	static long eightAt(byte[] bytes, int index) {
		return (long) LONGS.get(bytes, index);
	}

	static void eightAt(byte[] bytes, int index, long value) {
		LONGS.set(bytes, index, value);
	}

	/**
	 * Return how many bytes are the same at two places.
	 * @param most how many to compare
	 */
	static int common(byte[] bytes, int one, int other, int most) {
		int same = 0;
		for (; same <= most - Long.BYTES; same += Long.BYTES) {
			long difference = eightAt(bytes, one + same) ^ eightAt(bytes, other + same);
			if (difference != 0) {
				return same + (Long.numberOfTrailingZeros(difference) >> 3);
			}
		}
		while (same < most && bytes[one + same] == bytes[other + same]) {
			same++;
		}
		return same;
	}

}
