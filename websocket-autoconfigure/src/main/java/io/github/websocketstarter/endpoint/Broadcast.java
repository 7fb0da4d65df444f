package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends what an {@link OnOpen @OnOpen}, {@link OnMessage @OnMessage} or
 * {@link OnClose @OnClose} method returns to many connections, instead of to its own: the
 * value, that of a {@code Mono}, or all values of a {@code Flux}.
 * <p>
 * Each value is encoded by the declared type, once for all who use the same codec. It is
 * sent as by an {@link io.github.websocketstarter.broadcast.Audience Audience}: to the
 * connections of all instances, and waiting for no slow peer. The call has ended when the
 * value was handed over to all connections of this instance. A value that cannot be
 * encoded is an exception of the method.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Broadcast {

	/**
	 * The group whose members get the values. May contain variables of the endpoint's
	 * path, as in {@code "{room}"} or {@code "room-{room}"}.
	 * @return the group; empty for all connections of the endpoint
	 */
	String group() default "";

	/**
	 * Whether the connection that the method was called for gets nothing.
	 * @return whether it is left out
	 */
	boolean exceptSelf() default false;

}
