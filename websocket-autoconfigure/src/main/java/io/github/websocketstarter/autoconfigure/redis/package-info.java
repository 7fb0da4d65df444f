/**
 * Wires the backplane over Redis.
 */
@NullMarked
package io.github.websocketstarter.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
