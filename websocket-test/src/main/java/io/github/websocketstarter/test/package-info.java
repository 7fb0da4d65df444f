/**
 * A WebSocket client for tests, on a raw socket, that can also break the rules.
 */
@NullMarked
package io.github.websocketstarter.test;

import org.jspecify.annotations.NullMarked;
