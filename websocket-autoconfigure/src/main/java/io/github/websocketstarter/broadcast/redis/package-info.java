/**
 * Carries messages between instances over Redis.
 */
@NullMarked
package io.github.websocketstarter.broadcast.redis;

import org.jspecify.annotations.NullMarked;
