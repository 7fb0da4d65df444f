package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.engine.netty.UnsupportedClientConnection;
import io.github.websocketstarter.exchange.ClientConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ExchangeConfiguration}.
 */
class ExchangeConfigurationTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void controllerMethodsAreGivenTheConnectionAndItsToken(boolean enabled) {
		TestApplication.server()
			.withUserConfiguration(Arguments.class)
			.withPropertyValues("websocket.enabled=" + enabled)
			.run((context) -> assertThat(RawRequest.to(context).get("/arguments"))
				.isEqualTo(new RawRequest.Answer(200, "connected, same tokens")));
	}

	@Test
	void ownFactoryIsUsed() {
		ClientConnection.Factory own = (exchange) -> new UnsupportedClientConnection("one of the test");

		TestApplication.runner()
			.withBean("own", ClientConnection.Factory.class, () -> own)
			.run((context) -> assertThat(context).getBean(ClientConnection.Factory.class).isSameAs(own));
	}

	// DT-8
	@Test
	void callsFailWithoutReactorNetty() {
		TestApplication.runner().withClassLoader(new FilteredClassLoader(HttpServer.class)).run((context) -> {
			ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
			ClientConnection connection = context.getBean(ClientConnection.Factory.class).create(exchange);

			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(connection::reset)
				.withMessageStartingWith("ClientConnection needs Reactor Netty as the server, but the request is a "
						+ MockServerHttpRequest.class.getName());
		});
	}

	@RestController
	static class Arguments {

		@GetMapping("/arguments")
		String arguments(ClientConnection connection, DisconnectToken disconnected, CancellationToken cancelled) {
			boolean same = disconnected == connection.disconnected() && cancelled == disconnected;
			return (connection.isConnected() ? "connected" : "gone") + (same ? ", same tokens" : ", other tokens");
		}

	}

}
