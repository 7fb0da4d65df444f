package io.github.websocketstarter.broadcast;

/**
 * A message for other instances is larger than they take.
 */
final class FrameTooLargeException extends RuntimeException {

	FrameTooLargeException() {
		super("A message does not reach other instances because it has more than " + SignalWriter.MAX_SIZE + " bytes");
	}

}
