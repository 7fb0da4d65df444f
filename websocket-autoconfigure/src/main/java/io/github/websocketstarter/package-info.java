/**
 * What an application implements and calls.
 */
@NullMarked
package io.github.websocketstarter;

import org.jspecify.annotations.NullMarked;
