package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.Http2Request;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawHttp2Connection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.test.context.NestedTestConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSockets over HTTP/2, switched on and off by the properties of the application.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class Http2PropertiesIntegrationTests {

	private static final int CONNECT_PROTOCOL = 8;

	private static void assertEchoes(TestServer server, Protocol protocol) {
		try (RawWebSocketClient client = RawConnection.builder()
			.protocol(protocol)
			.connect("localhost", server.port())
			.upgrade(HttpRequest.upgrade("/echo"))) {
			client.sendText("hi");
			client.expectText("hi");
		}
	}

	@Nested
	@ConformanceTest(value = "websocket.http2.enabled=false", protocols = { Protocol.H2C, Protocol.H2 })
	class SwitchedOff {

		@Parameter
		private TestServer server;

		// H2-2: browsers then open a connection of HTTP/1.1, which the same port takes
		@Test
		void clientsAreToldToUseHttp1() {
			Protocol http1 = this.server.protocol().isTls() ? Protocol.HTTP_1_1_TLS : Protocol.HTTP_1_1;
			try (RawHttp2Connection http2 = this.server.connect().http2()) {
				assertThat(http2.setting(CONNECT_PROTOCOL).orElse(0)).isZero();
			}
			assertEchoes(this.server, http1);
		}

		// Those who do not listen get no success
		@ParameterizedTest
		@EnumSource
		void extendedConnectOpensNothing(EchoTarget target) {
			try (RawConnection connection = this.server.connect()) {
				Http2Request request = Http2Request.of(HttpRequest.upgrade(target.path()), this.server.protocol());

				assertThat(connection.http2().open(request).answer().status()).isBetween(400, 599);

				assertThat(connection.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
			}
		}

	}

	@Nested
	@ConformanceTest(value = "server.http2.enabled=true", protocols = Protocol.H2C)
	class SwitchedOn {

		@Parameter
		private TestServer server;

		// H2-2: the application's own port takes both
		@ParameterizedTest
		@EnumSource(names = { "HTTP_1_1", "H2C" })
		void samePortTakesBoth(Protocol protocol) {
			assertEchoes(this.server, protocol);
		}

	}

}
