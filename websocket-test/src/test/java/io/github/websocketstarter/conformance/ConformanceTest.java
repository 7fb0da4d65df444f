package io.github.websocketstarter.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Runs the {@link ConformanceApplication} on a port of its own, once for all test classes
 * with the same properties. The time-outs of the server are longer than those of the
 * client, so that what the client sees in time is not their work.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SpringBootTest(classes = ConformanceApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		args = { "--server.shutdown=immediate", "--websocket.shutdown.timeout=1s" })
@interface ConformanceTest {

	@AliasFor(annotation = SpringBootTest.class, attribute = "properties")
	String[] value() default "websocket.close-timeout=60s";

}
