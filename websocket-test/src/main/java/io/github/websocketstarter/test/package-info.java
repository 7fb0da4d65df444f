/**
 * A WebSocket client for tests, over HTTP/1.1 and HTTP/2, that can also break the rules.
 * Of Netty it uses the decoder of HTTP/2 headers, and nothing else.
 */
@NullMarked
package io.github.websocketstarter.test;

import org.jspecify.annotations.NullMarked;
