package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link WebSocketEndpoint} that is called once when a connection has
 * ended, in whatever way, after the last callback of the connection. Besides the
 * parameters of {@link WebSocketEndpoint} it may have a
 * {@link org.springframework.web.reactive.socket.CloseStatus CloseStatus} (see
 * {@link io.github.websocketstarter.WebSocketConnection#closeStatus()}) and a
 * {@link io.github.websocketstarter.cancellation.DisconnectReason DisconnectReason}. It
 * returns nothing, or a publisher of nothing, unless it is annotated with
 * {@link Broadcast @Broadcast}: the connection is in no group any more. An endpoint has
 * at most one such method. It is not called if the connection was lost before the
 * {@link OnOpen} method was.
 * <p>
 * When the connection was closed regularly, it waits for the method for up to
 * {@code websocket.close-timeout}, and so does the server's shutdown.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnClose {

}
