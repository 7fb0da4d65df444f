package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a bean a WebSocket endpoint; component scanning finds it. The bean either has
 * methods that are annotated with {@link OnOpen @OnOpen}, {@link OnMessage @OnMessage},
 * {@link OnPong @OnPong}, {@link OnError @OnError} or {@link OnClose @OnClose}, or
 * implements Spring's {@link org.springframework.web.reactive.socket.WebSocketHandler
 * WebSocketHandler}, whose session is a
 * {@link io.github.websocketstarter.WebSocketConnection WebSocketConnection}.
 * <p>
 * Parameters of annotated methods are those of controller methods, such as
 * {@code @PathVariable}, {@code @RequestParam} and {@code Principal}, which are resolved
 * before the upgrade and answered with 4xx if they are wrong, and the connection, its
 * {@link org.springframework.web.reactive.socket.HandshakeInfo HandshakeInfo} and its
 * {@link io.github.websocketstarter.cancellation.DisconnectToken DisconnectToken}. What a
 * method returns, or a publisher that it returns emits, is sent, with
 * {@link Broadcast @Broadcast} to many connections. The methods of one connection are
 * called one after the other: on an event loop if they return a reactive type, else on a
 * thread that may be blocked. A method that could never work fails the start with an
 * {@link InvalidEndpointException}.
 * <p>
 * A request to one of the paths that does not ask for a WebSocket is left to the rest of
 * the application, and answered with 426 if nothing else serves it. Two endpoints with
 * the same path fail the start.
 * <p>
 * An attribute that is left empty takes the value of the {@code websocket.*} property of
 * that name. A property {@code websocket.endpoints.<name>.*} comes before the attribute.
 * All texts, such as durations ({@code 30s}, {@code 2m}), sizes ({@code 64KB}), paths and
 * names, may contain placeholders ({@code ${...}}).
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Reflective(EndpointReflectiveProcessor.class)
public @interface WebSocketEndpoint {

	/**
	 * The paths, see {@link #path()}.
	 * @return the paths
	 */
	@AliasFor("path")
	String[] value() default {};

	/**
	 * The paths, as {@link org.springframework.web.util.pattern.PathPattern path
	 * patterns}. The variables of the pattern are in the session's attributes under
	 * {@link org.springframework.web.reactive.HandlerMapping#URI_TEMPLATE_VARIABLES_ATTRIBUTE}.
	 * @return the paths, at least one
	 */
	@AliasFor("value")
	String[] path() default {};

	/**
	 * The name under which the endpoint is configured, as in
	 * {@code websocket.endpoints.chat-room.max-message-size} for {@code chatRoom}: only
	 * letters and digits count, in upper or lower case. Two endpoints with the same name
	 * fail the start.
	 * @return the name; empty for that of the bean
	 */
	String name() default "";

	/**
	 * The sub-protocols that the endpoint supports: the first one that the client offers
	 * is chosen.
	 * @return the names; none to ask the handler's {@code getSubProtocols()}
	 */
	String[] subProtocols() default {};

	/**
	 * The groups that connections join before anything else happens, as by
	 * {@link io.github.websocketstarter.broadcast.WebSocketGroups#join
	 * WebSocketGroups.join}. They may contain variables of the path, as in
	 * {@code "{room}"} or {@code "room-{room}"}.
	 * @return the groups
	 */
	String[] groups() default {};

	/**
	 * The origins from which connections are accepted, instead of
	 * {@code websocket.allowed-origins}.
	 * @return the origins
	 */
	String[] allowedOrigins() default {};

	/**
	 * The time between keep-alive frames; {@code 0} for none.
	 * @return the time
	 */
	String keepAliveInterval() default "";

	/**
	 * The time to wait for the PONG to a keep-alive PING; {@code 0} for unsolicited
	 * PONGs.
	 * @return the time
	 */
	String keepAliveTimeout() default "";

	/**
	 * The time after which a peer that sent nothing is closed; {@code 0} for never.
	 * @return the time
	 */
	String idleTimeout() default "";

	/**
	 * The time to wait for the peer's Close frame.
	 * @return the time
	 */
	String closeTimeout() default "";

	/**
	 * The largest message to receive.
	 * @return the size
	 */
	String maxMessageSize() default "";

	/**
	 * The largest frame to receive.
	 * @return the size
	 */
	String maxFrameSize() default "";

	/**
	 * The largest number of fragments of a received message.
	 * @return the number; {@code 0} for the property's
	 */
	int maxFragments() default 0;

	/**
	 * How much is taken in while the handler does not read.
	 * @return the size
	 */
	String readAhead() default "";

	/**
	 * Whether messages are compressed with clients that offer it.
	 * @return {@code true} or {@code false}
	 */
	String compression() default "";

	/**
	 * How far back a message to the client may refer, 9 to 15.
	 * @return the power of two of a number of bytes; {@code 0} for the property's
	 */
	int serverMaxWindowBits() default 0;

	/**
	 * Whether each message to the client is compressed for itself.
	 * @return {@code true} or {@code false}
	 */
	String disableServerContextTakeover() default "";

	/**
	 * How many calls of {@code @OnMessage} methods may be under way on one connection at
	 * once. Above 1, messages are handled out of order.
	 * @return the number, at least 1
	 */
	int concurrency() default 1;

	/**
	 * How many publishers that callbacks returned may be running on one connection. One
	 * more closes it with 1008.
	 * @return the number, at least 1
	 */
	int maxStreams() default 16;

	/**
	 * Who answers the peer's Close frame.
	 * @return who answers
	 */
	CloseReply closeReply() default CloseReply.AUTOMATIC;

	/**
	 * What becomes of the connection when a pending operation is cancelled.
	 * @return the mode
	 */
	CancelMode cancelMode() default CancelMode.DETACH;

}
