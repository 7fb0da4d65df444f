package io.github.websocketstarter.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.websocketstarter.test.Protocol;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.boot.test.context.PropertyMapping.Skip;

/**
 * Gives a test a {@link io.github.websocketstarter.test.WebSocketTestClient
 * WebSocketTestClient} of the running server, to be injected: of its port, with TLS if it
 * has it, below {@code spring.webflux.base-path}, and with the {@code JsonMapper} of the
 * application. The start fails without a server, as
 * {@link org.springframework.boot.test.context.SpringBootTest @SpringBootTest} is by
 * default; use {@code webEnvironment = WebEnvironment.RANDOM_PORT}.
 *
 * @since 0.1.0
 * @see WebSocketEndpointTest
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("websocket.test.client")
public @interface AutoConfigureWebSocketTestClient {

	/**
	 * How long connecting, and what is expected from the server, may take. Sets
	 * {@code websocket.test.client.timeout}, whose default is {@code 5s}.
	 * @return the longest wait, such as {@code 30s}
	 */
	@PropertyMapping(skip = Skip.ON_DEFAULT_VALUE)
	String timeout() default "";

	/**
	 * What to speak, over TLS if the server does. Sets
	 * {@code websocket.test.client.protocol}, whose default is {@code http-1-1}.
	 * @return the protocol, or none to leave it to the property
	 */
	Protocol[] protocol() default {};

}
