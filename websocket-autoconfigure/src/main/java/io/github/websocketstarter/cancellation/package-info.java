/**
 * Signals that work should stop.
 */
@NullMarked
package io.github.websocketstarter.cancellation;

import org.jspecify.annotations.NullMarked;
