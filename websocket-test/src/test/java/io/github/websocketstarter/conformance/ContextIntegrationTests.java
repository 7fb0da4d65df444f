package io.github.websocketstarter.conformance;

import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawWebSocketClient;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What surrounds the calls of annotated methods: the Reactor context that filters have
 * written, thread-locals that are propagated from it, proxies of the bean (design 3.5).
 */
@ConformanceTest
class ContextIntegrationTests {

	@Parameter
	private TestServer server;

	@BeforeAll
	static void propagate() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(ContextEndpoints.COLOUR, ContextEndpoints.colour);
	}

	@AfterAll
	static void propagateNoMore() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(ContextEndpoints.COLOUR);
	}

	private RawWebSocketClient open(String path, String colour) {
		return this.server.connect().upgrade(HttpRequest.upgrade(path).with("X-Paint", colour));
	}

	@Test
	void reactorContextIsThatOfTheRequest() {
		try (RawWebSocketClient flux = open("/context", "red");
				RawWebSocketClient mono = open("/context/mono", "blue")) {
			for (int i = 0; i < 3; i++) {
				flux.sendText("text");
				flux.expectText("red");
				flux.expectText("red");
				mono.sendText("text");
				mono.expectText("blue");
			}
		}
	}

	// Many calls on the same threads: none keeps what is another's
	@Test
	void threadLocalsAreThoseOfTheRequest() {
		try (RawWebSocketClient red = open("/context", "red");
				RawWebSocketClient blue = open("/context", "blue");
				RawWebSocketClient none = this.server.open("/context")) {
			for (int i = 0; i < 50; i++) {
				red.sendBinary((byte) 1);
				blue.sendBinary((byte) 1);
				none.sendBinary((byte) 1);
				red.expectText("red");
				blue.expectText("blue");
				none.expectText("null");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/context/class-proxy/ada", "/context/interface-proxy/ada" })
	void callsGoThroughTheProxyOfTheBean(String path) {
		int before = ContextEndpoints.proxied.get();
		try (RawWebSocketClient client = this.server.open(path)) {
			client.sendText("hello");
			client.expectText("hello ada");
		}
		assertThat(ContextEndpoints.proxied).hasValue(before + 1);
	}

}
