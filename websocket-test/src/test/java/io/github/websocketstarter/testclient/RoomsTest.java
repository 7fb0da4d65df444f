package io.github.websocketstarter.testclient;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.autoconfigure.AutoConfigureWebSocketTestClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs the {@link RoomsApplication}, and the tests of the class over HTTP/1.1 and then
 * over HTTP/2: the {@link Protocol} is a parameter of the class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(value = Protocol.class, names = { "HTTP_1_1", "H2C" })
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		args = { "--server.http2.enabled=true", "--server.shutdown=immediate", "--websocket.shutdown.timeout=1s",
				"--spring.reactor.netty.shutdown-quiet-period=0s", "--spring.webflux.problemdetails.enabled=true" })
@AutoConfigureWebSocketTestClient
@interface RoomsTest {

	@AliasFor(annotation = SpringBootTest.class, attribute = "properties")
	String[] value() default {};

}
