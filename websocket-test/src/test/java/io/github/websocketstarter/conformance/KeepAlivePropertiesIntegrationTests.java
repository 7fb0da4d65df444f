package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The strategies of keep-alive, chosen by the properties of the application.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class KeepAlivePropertiesIntegrationTests {

	@Nested
	@ConformanceTest("websocket.keep-alive-interval=50ms")
	class WithInterval {

		@Parameter
		private TestServer server;

		// KA-1, KA-3
		@ParameterizedTest
		@EnumSource
		void unsolicitedPongsAreSent(EchoTarget target) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.expectPong();
				client.expectPong();
			}
		}

	}

	@Nested
	@ConformanceTest({ "websocket.keep-alive-interval=50ms", "websocket.keep-alive-timeout=500ms" })
	class WithIntervalAndTimeout {

		@Parameter
		private TestServer server;

		// KA-1, KA-9
		@ParameterizedTest
		@EnumSource
		void pingsAreSentAndMissedOnesReset(EchoTarget target) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.pong(client.expectPing());
				assertThat(client.expectPing()).endsWith((byte) 2);
				client.expectReset();
			}
		}

	}

	@Nested
	@ConformanceTest({ "websocket.keep-alive-interval=0", "websocket.keep-alive-timeout=50ms",
			"websocket.idle-timeout=500ms" })
	class WithoutInterval {

		@Parameter
		private TestServer server;

		// KA-1: off, so that the first thing to come is the end of an idle connection
		@ParameterizedTest
		@EnumSource
		void noKeepAliveFrameIsSent(EchoTarget target) {
			try (RawWebSocketClient client = this.server.open(target)) {
				client.expectClose(1001);
			}
		}

	}

}
