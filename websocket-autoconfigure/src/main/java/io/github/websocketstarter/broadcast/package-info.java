/**
 * All open connections: finding them, groups of them, and sending to many, here and on
 * other instances.
 */
@NullMarked
package io.github.websocketstarter.broadcast;

import org.jspecify.annotations.NullMarked;
