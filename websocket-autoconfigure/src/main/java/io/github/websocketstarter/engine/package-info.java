/**
 * One socket's life: state machine, frames, keep-alive, deflate and queues, as plain
 * values in and actions out, without Netty and without WebFlux.
 */
@NullMarked
package io.github.websocketstarter.engine;

import org.jspecify.annotations.NullMarked;
