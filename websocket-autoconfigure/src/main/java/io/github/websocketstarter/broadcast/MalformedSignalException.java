package io.github.websocketstarter.broadcast;

/**
 * A message of the broker is none of ours, of another version, or damaged.
 */
final class MalformedSignalException extends Exception {

	MalformedSignalException(String message) {
		// The trace would only tell that a message was read.
		super(message, null, false, false);
	}

}
