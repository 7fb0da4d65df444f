/**
 * Tests of client connections against a running server, on the wire.
 */
@NullMarked
package io.github.websocketstarter.exchange;

import org.jspecify.annotations.NullMarked;
