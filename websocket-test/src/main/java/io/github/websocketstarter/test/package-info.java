/**
 * WebSocket clients for tests, over HTTP/1.1 and HTTP/2: one for those of an application,
 * on top of one that can also break the rules. Of Netty they use the decoder of HTTP/2
 * headers, and nothing else; what is not named {@code WebSocketTest…} does without Spring
 * and Reactor.
 */
@NullMarked
package io.github.websocketstarter.test;

import org.jspecify.annotations.NullMarked;
