package io.github.websocketstarter.test;

import java.util.Arrays;

/**
 * The error codes of HTTP/2 (RFC 9113 §7).
 *
 * @since 0.1.0
 */
public enum Http2Error {

	/** No error: the end in good order. */
	NO_ERROR,

	/** A violation that has no code of its own. */
	PROTOCOL_ERROR,

	/** A fault of the sender. */
	INTERNAL_ERROR,

	/** More octets than the window allows. */
	FLOW_CONTROL_ERROR,

	/** No answer to SETTINGS. */
	SETTINGS_TIMEOUT,

	/** A frame for a stream that has ended. */
	STREAM_CLOSED,

	/** A frame of a wrong size. */
	FRAME_SIZE_ERROR,

	/** The request has not been looked at. */
	REFUSED_STREAM,

	/** Nobody wants the stream any more; to a WebSocket what an RST is to TCP. */
	CANCEL,

	/** Headers that cannot be decompressed. */
	COMPRESSION_ERROR,

	/** The connection of a CONNECT request failed. */
	CONNECT_ERROR,

	/** Too much of something. */
	ENHANCE_YOUR_CALM,

	/** TLS is too weak. */
	INADEQUATE_SECURITY,

	/** HTTP/1.1 is required. */
	HTTP_1_1_REQUIRED;

	/**
	 * Return the code.
	 * @return the number on the wire
	 */
	public int code() {
		return ordinal();
	}

	static Http2Error of(int code) {
		return Arrays.stream(values())
			.filter((error) -> error.code() == code)
			.findFirst()
			.orElseThrow(() -> new AssertionError("expected a code of RFC 9113 §7 but received " + code));
	}

}
