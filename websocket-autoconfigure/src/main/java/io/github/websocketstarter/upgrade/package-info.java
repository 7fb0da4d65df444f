/**
 * Brings checked WebFlux exchanges and the engine together: for Spring's WebSocket
 * handlers and for accepting by hand.
 */
@NullMarked
package io.github.websocketstarter.upgrade;

import org.jspecify.annotations.NullMarked;
