package io.github.websocketstarter.engine.netty;

/**
 * What became of a message for many on one connection.
 */
enum Share {

	/** The transport has taken it. */
	DELIVERED,

	/** It waits. */
	QUEUED,

	/** It was dropped, or has closed the connection. */
	DROPPED,

	/** The connection was closed before. */
	CLOSED

}
