/**
 * DEFLATE for messages (RFC 1951, RFC 7692): small in memory between messages, and quick
 * where they are short and resemble each other.
 */
@NullMarked
package io.github.websocketstarter.engine.deflate;

import org.jspecify.annotations.NullMarked;
