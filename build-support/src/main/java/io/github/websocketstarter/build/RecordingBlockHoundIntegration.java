package io.github.websocketstarter.build;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Records each blocking call on a thread that must not block: the error alone may end in
 * a log that nobody reads.
 */
public final class RecordingBlockHoundIntegration implements BlockHoundIntegration {

	/**
	 * Create the integration, as BlockHound does.
	 */
	public RecordingBlockHoundIntegration() {
	}

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.blockingMethodCallback((method) -> {
			BlockingOperationError error = new BlockingOperationError(method);
			Findings.add(describe(error));
			throw error;
		});
	}

	private static String describe(Error error) {
		StringBuilder description = new StringBuilder("BLOCKED: " + Thread.currentThread().getName() + ": " + error);
		for (StackTraceElement element : error.getStackTrace()) {
			description.append("\n\tat ").append(element);
		}
		return description.toString();
	}

}
