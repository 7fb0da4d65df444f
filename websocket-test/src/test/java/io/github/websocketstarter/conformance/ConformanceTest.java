package io.github.websocketstarter.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.websocketstarter.test.Protocol;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs the {@link ConformanceApplication} on ports of its own, once for all test classes
 * with the same properties, and the tests of the class over one protocol after the other.
 * The {@link TestServer} to talk to is a parameter of the class. The time-outs of the
 * server are longer than those of the client, so that what the client sees in time is not
 * their work.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EachProtocol.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SpringBootTest(classes = ConformanceApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		args = { "--server.shutdown=immediate", "--websocket.shutdown.timeout=1s",
				"--spring.reactor.netty.shutdown-quiet-period=0s" })
@interface ConformanceTest {

	@AliasFor(annotation = SpringBootTest.class, attribute = "properties")
	String[] value() default "websocket.close-timeout=60s";

	/** All protocols for which the statements of the tests hold. */
	Protocol[] protocols() default { Protocol.HTTP_1_1, Protocol.H2C, Protocol.H2 };

}
