/**
 * The only package that touches Netty and Reactor Netty channels.
 */
@NullMarked
package io.github.websocketstarter.engine.netty;

import org.jspecify.annotations.NullMarked;
