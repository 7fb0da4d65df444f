package io.github.websocketstarter.conformance;

import java.util.Map;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Properties for one endpoint, the echo, that leave another one as it is.
 */
@NestedTestConfiguration(NestedTestConfiguration.EnclosingConfiguration.OVERRIDE)
class EndpointPropertiesIntegrationTests {

	private static final String OFFER = "permessage-deflate";

	private static HttpRequest other(TestServer server) {
		return server.scripted("/script", WebSocketAcceptOptions.builder(),
				(connection) -> connection.send(connection.receive().doOnNext(WebSocketMessage::retain)));
	}

	private static void verifyMaxMessageSize(TestServer server) {
		try (RawWebSocketClient client = server.open(EchoTarget.ENDPOINT)) {
			client.sendText("x".repeat(100));
			client.expectText("x".repeat(100));
			client.sendText("x".repeat(101));
			client.expectClose(1009);
		}
		try (RawWebSocketClient client = server.connect().upgrade(other(server))) {
			client.sendText("x".repeat(101));
			client.expectText("x".repeat(101));
		}
	}

	@Nested
	@ConformanceTest({ "websocket.close-timeout=60s", "websocket.endpoints.echo.max-message-size=100B",
			"websocket.endpoints.echo.allowed-origins=https://echo.example",
			"websocket.endpoints.ECHO.compression.enabled=true" })
	class ByProperties {

		@Parameter
		private TestServer server;

		@Test
		void maxMessageSizeIsThatOfTheEndpoint() {
			verifyMaxMessageSize(this.server);
		}

		@Test
		void originsAreThoseOfTheEndpoint() {
			HttpRequest echo = HttpRequest.upgrade(EchoTarget.ENDPOINT.path());

			assertThat(status(echo.with("Origin", "https://echo.example"))).isEqualTo(this.server.agreed());
			assertThat(status(echo.with("Origin", "https://evil.example"))).isEqualTo(403);
			assertThat(status(silent().with("Origin", "https://evil.example"))).isEqualTo(this.server.agreed());
		}

		@Test
		void compressionIsThatOfTheEndpoint() {
			try (DeflatePeer peer = DeflatePeer.open(this.server, EchoTarget.ENDPOINT, OFFER)) {
				peer.sendText("x".repeat(100));
				peer.expectText("x".repeat(100));
			}
			HttpRequest request = other(this.server).withAdded(DeflatePeer.HEADER, OFFER);
			try (RawWebSocketClient client = this.server.connect().upgrade(request)) {
				assertThat(client.handshake().headers(DeflatePeer.HEADER)).isEmpty();
			}
		}

		private HttpRequest silent() {
			return this.server.scripted("/script", WebSocketAcceptOptions.builder(), (connection) -> Mono.never());
		}

		private int status(HttpRequest request) {
			try (RawConnection connection = this.server.connect()) {
				return connection.exchange(request).status();
			}
		}

	}

	@Nested
	@ConformanceTest({ "websocket.idle-timeout=500ms", "websocket.endpoints.echo.keep-alive-interval=100ms",
			"websocket.endpoints.echo.idle-timeout=0" })
	class KeepAlive {

		@Parameter
		private TestServer server;

		// KA-1: beyond the idle timeout of the others
		@Test
		void endpointSendsPongsAndHasNoIdleTimeout() {
			try (RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT)) {
				for (int i = 0; i < 7; i++) {
					client.expectPong();
				}
			}
		}

		// KA-1: the first thing to come is the end of an idle connection
		@Test
		void otherEndpointIsIdleWithoutPongs() {
			try (RawWebSocketClient client = this.server.connect().upgrade(other(this.server))) {
				client.expectClose(1001);
			}
		}

	}

	@Nested
	@ConformanceTest
	@ContextConfiguration(initializers = Variables.class)
	class ByEnvironment {

		@Parameter
		private TestServer server;

		@Test
		void maxMessageSizeIsThatOfTheEndpoint() {
			verifyMaxMessageSize(this.server);
		}

	}

	@Nested
	@ConformanceTest(
			value = { "websocket.close-timeout=60s", "websocket.endpoints.callEndpointsOverlapping.concurrency=2",
					"websocket.endpoints.callEndpointsStreams.max-streams=1" },
			protocols = Protocol.HTTP_1_1)
	class Calls {

		@Parameter
		private TestServer server;

		@Test
		void concurrencyIsThatOfTheEndpoint() {
			Visit visit = this.server.visit();
			try (RawWebSocketClient client = this.server.open(visit.to("/call/overlapping"))) {
				for (int i = 0; i < 10; i++) {
					client.sendText("text");
				}
				await().until(() -> visit.callsUnderWay() == 2);
				visit.allow();
				for (int i = 0; i < 10; i++) {
					client.expectText("text");
				}
				assertThat(visit.mostCallsAtOnce()).isEqualTo(2);
			}
		}

		@Test
		void maxStreamsIsThatOfTheEndpoint() {
			try (RawWebSocketClient client = this.server.open("/call/streams")) {
				client.sendText("one");
				client.expectText("one");
				client.sendText("two");
				client.expectClose(1008);
			}
		}

	}

	static class Variables implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name,
						Map.of("WEBSOCKET_ENDPOINTS_ECHO_MAXMESSAGESIZE", "100B")));
		}

	}

}
