package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link WebSocketEndpoint} that is called once a connection, after the
 * handshake and before the first message.
 * <p>
 * Parameters and returned values are those of {@link WebSocketEndpoint}. The first
 * message waits until the method has returned and a {@code Mono} that it returned has
 * completed, but not for a {@code Flux}. An endpoint has at most one such method.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnOpen {

}
