package io.github.websocketstarter.endpoint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.stereotype.Component;

/**
 * Makes a bean's {@link OnError} methods those of all {@link WebSocketEndpoint} beans
 * with annotated methods. Several such beans are asked in the order of
 * {@link org.springframework.core.annotation.Order @Order}. Their parameters demand
 * nothing of a request: where a request has no such value, it is {@code null}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Reflective(EndpointReflectiveProcessor.class)
public @interface WebSocketEndpointAdvice {

}
