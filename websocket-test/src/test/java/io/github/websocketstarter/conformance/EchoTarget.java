package io.github.websocketstarter.conformance;

/**
 * The ways in which the {@link ConformanceApplication} echoes.
 */
enum EchoTarget {

	/** An annotated endpoint that makes new messages. */
	ENDPOINT("/echo"),

	/** Spring's reference handler, mapped by URL, that sends the message it received. */
	ZERO_COPY("/reference/zero-copy"),

	/** Spring's reference handler for text, mapped by URL. */
	TEXT_ONLY("/reference/text");

	private final String path;

	EchoTarget(String path) {
		this.path = path;
	}

	String path() {
		return this.path;
	}

}
