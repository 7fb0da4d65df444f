package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link WebSocketEndpoint} that is called with each message of a type.
 * <p>
 * One parameter, besides those of {@link WebSocketEndpoint}, is the payload, and may be
 * annotated with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload} to say so and
 * with {@code @Valid} or
 * {@link org.springframework.validation.annotation.Validated @Validated} to be checked.
 * {@code String} takes text as it is, {@code byte[]}, {@code ByteBuffer} and
 * {@code DataBuffer} take binary messages (the {@code DataBuffer} only until the call has
 * ended), any other type takes what a
 * {@link io.github.websocketstarter.codec.WebSocketCodec codec} decodes: text as JSON. If
 * several methods take types that one codec decodes, the types need a common supertype by
 * which the codec tells them apart, for JSON one with {@code @JsonTypeInfo}.
 * <p>
 * The payload may also be a stream, {@code Flux<T>} or another reactive type, of all
 * messages: the method is called once a connection, is the only one of its endpoint, and
 * returns a reactive type.
 * <p>
 * A returned value, the value of a returned {@code Mono} and all values of a returned
 * {@code Flux} are sent; {@code void}, {@code null} and an empty publisher send nothing.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnMessage {

}
