package io.github.websocketstarter.exchange;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.engine.netty.NettyClientConnections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ClientConnection} away from a server.
 */
class ClientConnectionTests {

	@Test
	void applicationWithoutFactoryHasNone() {
		ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

		assertThatIllegalStateException().isThrownBy(() -> ClientConnection.of(exchange))
			.withMessageContaining("the auto-configuration of websocket-starter does not apply");
	}

	@Test
	void exchangeHasOneConnection() {
		ServerWebExchange exchange = exchange();

		assertThat(ClientConnection.of(exchange)).isSameAs(ClientConnection.of(exchange))
			.isNotSameAs(ClientConnection.of(exchange()));
	}

	// DT-8
	@ParameterizedTest
	@MethodSource
	void everyCallFailsOnAnotherServer(Call call) {
		ClientConnection connection = ClientConnection.of(exchange());

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> call.on(connection))
			.withMessage("ClientConnection needs Reactor Netty as the server, but the request is one that no server "
					+ "has received: use spring-boot-starter-reactor-netty and no other server");
	}

	static Stream<Call> everyCallFailsOnAnotherServer() {
		return Stream.of(ClientConnection::disconnected, ClientConnection::isConnected, ClientConnection::timedOut,
				(connection) -> connection.timeoutAfter(Duration.ofSeconds(1)),
				ClientConnection::disconnectAfterResponse, ClientConnection::reset, ClientConnection::cancelIo);
	}

	private static ServerWebExchange exchange() {
		StaticApplicationContext context = new StaticApplicationContext();
		context.registerBean(ClientConnection.Factory.class,
				() -> new NettyClientConnections(ExchangeSettings.DEFAULTS));
		context.refresh();
		return MockServerWebExchange.builder(MockServerHttpRequest.get("/")).applicationContext(context).build();
	}

	@FunctionalInterface
	interface Call {

		void on(ClientConnection connection);

	}

}
