package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link WebSocketEndpoint}, or of a {@link WebSocketEndpointAdvice} for
 * all endpoints, that handles an exception: of a callback, of a publisher that a callback
 * returned, or of a message that cannot be decoded
 * ({@link org.springframework.core.codec.DecodingException}), is not valid
 * ({@link org.springframework.web.bind.MethodArgumentNotValidException}) or has no method
 * ({@link UnsupportedMessageException}).
 * <p>
 * One parameter, besides those of {@link WebSocketEndpoint}, is the exception, and the
 * method is called for exceptions of its type, whatever their cause. The endpoint's own
 * methods come first, then those of each advice in its order; of several methods of one
 * class the one with the most specific type is called. A returned value is sent. The
 * connection stays open, unless the method closes it or fails itself.
 * <p>
 * An exception that no method handles closes the connection: with 1007 if a message
 * cannot be decoded, with 1003 if there is no method for it, with 1008 if it is not valid
 * or access was denied, and else with 1011. The last is logged at ERROR, the others,
 * which are the client's faults, at DEBUG.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnError {

}
