/**
 * Payloads to objects and back.
 */
@NullMarked
package io.github.websocketstarter.codec;

import org.jspecify.annotations.NullMarked;
