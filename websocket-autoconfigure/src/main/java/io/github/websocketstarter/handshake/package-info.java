/**
 * Decides whether a request becomes a socket: validity, origin, sub-protocol, extensions.
 */
@NullMarked
package io.github.websocketstarter.handshake;

import org.jspecify.annotations.NullMarked;
