package io.github.websocketstarter.engine.deflate;

/**
 * What comes next while compressed bytes are read.
 */
enum Step {

	/** Another part of the stream. */
	GO_ON,

	/** Nothing before there are more bytes. */
	NEEDS_INPUT,

	/** Nothing before there is room for more content. */
	NEEDS_OUTPUT,

	/** Nothing: the bytes are no DEFLATE stream. */
	CORRUPT

}
