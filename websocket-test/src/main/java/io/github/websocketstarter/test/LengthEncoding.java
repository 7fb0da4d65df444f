package io.github.websocketstarter.test;

/**
 * How an {@link OutgoingFrame} writes its payload length (RFC 6455 §5.2). Only
 * {@link #MINIMAL} is always legal.
 *
 * @since 0.1.0
 */
public enum LengthEncoding {

	/**
	 * The shortest form that can express the length.
	 */
	MINIMAL,

	/**
	 * Seven bits; higher bits of the length are dropped.
	 */
	BITS_7,

	/**
	 * 126 followed by sixteen bits; higher bits of the length are dropped.
	 */
	BITS_16,

	/**
	 * 127 followed by sixty-four bits.
	 */
	BITS_64;

	LengthEncoding resolve(long length) {
		if (this != MINIMAL) {
			return this;
		}
		if (length >= 0 && length <= 125) {
			return BITS_7;
		}
		return (length >= 0 && length <= 0xFFFF) ? BITS_16 : BITS_64;
	}

}
