package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.Parameter;

import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose threads run methods that may block: Reactor's, or virtual ones if the application
 * has switched them on (design 3.5).
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class VirtualThreadIntegrationTests {

	private static String thread(TestServer server) {
		try (RawWebSocketClient client = server.open("/call/thread-name")) {
			client.sendText("text");
			return client.readMessage().text();
		}
	}

	@Nested
	@ConformanceTest(protocols = Protocol.HTTP_1_1)
	class ByDefault {

		@Parameter
		private TestServer server;

		@Test
		void threadsAreThoseOfReactor() {
			// Reactor's are virtual, too, if an application before has asked for it.
			assertThat(thread(this.server)).contains("oundedElastic-");
		}

	}

	@Nested
	@EnabledForJreRange(min = JRE.JAVA_21)
	@ConformanceTest(value = "spring.threads.virtual.enabled=true", protocols = Protocol.HTTP_1_1)
	class WithVirtualThreads {

		@Parameter
		private TestServer server;

		@Test
		void threadsAreVirtual() {
			assertThat(thread(this.server)).startsWith("VirtualThreads websocket-");
		}

	}

}
