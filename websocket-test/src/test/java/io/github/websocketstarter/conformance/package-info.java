/**
 * What a peer on the wire sees of the engine: each test runs a server and a raw socket.
 */
@NullMarked
package io.github.websocketstarter.conformance;

import org.jspecify.annotations.NullMarked;
