/**
 * The client connection under any HTTP exchange, WebSocket or not.
 */
@NullMarked
package io.github.websocketstarter.exchange;

import org.jspecify.annotations.NullMarked;
