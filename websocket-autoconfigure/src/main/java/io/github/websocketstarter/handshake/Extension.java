package io.github.websocketstarter.handshake;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Sec-WebSocket-Extensions} header (RFC 6455 §9.1).
 *
 * @param name the name of the extension, as the client wrote it
 * @param parameters the parameters in order, as far as they could be read
 * @param wellFormed whether all of the element could be read
 */
record Extension(String name, List<Parameter> parameters, boolean wellFormed) {

	/**
	 * A parameter.
	 *
	 * @param name the name
	 * @param value the value, without quotes and never empty, or {@code null} if there is
	 * none
	 */
	record Parameter(String name, @Nullable String value) {
	}

}
