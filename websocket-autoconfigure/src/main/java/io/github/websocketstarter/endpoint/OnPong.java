package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link WebSocketEndpoint} that is called with each PONG frame of the
 * peer, also those that answer keep-alive PINGs. The payload (at most 125 bytes) is a
 * parameter of type {@code ByteBuffer} or {@code byte[]}. PONG frames that arrive while
 * 16 are waiting for a call are dropped. An endpoint has at most one such method.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnPong {

}
