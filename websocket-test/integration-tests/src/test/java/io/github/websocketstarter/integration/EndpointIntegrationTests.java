package io.github.websocketstarter.integration;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;

@ApplicationTest
class EndpointIntegrationTests {

	@Parameter
	private RunningApplication application;

	@Test
	void messagesAreRoutedByTheSubtypesOfASealedInterface() {
		try (RawWebSocketClient client = this.application.open("/shapes")) {
			client.sendText("{\"type\":\"Circle\",\"radius\":2}");
			client.expectText("{\"of\":\"circle\",\"size\":12}");
			client.sendText("{\"type\":\"Square\",\"side\":3}");
			client.expectText("{\"of\":\"square\",\"size\":9}");
			client.sendText("{\"type\":\"Drawing\",\"squares\":[{\"type\":\"Square\",\"side\":1},"
					+ "{\"type\":\"Square\",\"side\":2}]}");
			client.expectText("{\"of\":\"part\",\"size\":1}");
			client.expectText("{\"of\":\"part\",\"size\":4}");
		}
	}

	@Test
	void exceptionIsHandledByTheEndpointOrByTheAdvice() {
		try (RawWebSocketClient client = this.application.open("/shapes")) {
			client.sendText("{\"type\":\"Circle\",");
			client.expectText("{\"fault\":\"unreadable\"}");
			client.sendText("{\"type\":\"Square\",\"side\":3}");
			client.expectText("{\"of\":\"square\",\"size\":9}");
		}
	}

	@Test
	void propertyOfTheEndpointIsKept() {
		try (RawWebSocketClient client = this.application.open("/shapes")) {
			client.sendText("x".repeat(1025));
			client.expectClose(1009);
		}
	}

	@Test
	void handshakeParametersAreConverted() {
		HttpRequest request = HttpRequest.upgrade("/greeting/ann?times=2&tone=COLD").with("Accept-Language", "de");
		try (RawWebSocketClient client = this.application.connect(Protocol.HTTP_1_1).upgrade(request)) {
			client.expectText("ann 2 COLD de");
			client.sendText("hello");
			client.expectText("ann: hello");
		}
	}

	@Test
	void wrongHandshakeParameterIsAProblemDetail() {
		try (RawConnection connection = this.application.connect(Protocol.HTTP_1_1)) {
			HttpAnswer answer = connection.exchange(HttpRequest.upgrade("/greeting/ann?times=two"));

			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		}
	}

	@Test
	void beanOfAnInterfaceTypeIsFound() {
		try (RawWebSocketClient client = this.application.open("/echo")) {
			client.sendText("hello");
			client.expectText("hello");
		}
	}

	@Test
	void scopedProxyIsCalled() {
		try (RawWebSocketClient client = this.application.open("/scoped")) {
			client.sendText("call");
			client.expectText("call 1");
			client.sendText("call");
			client.expectText("call 1");
		}
	}

}
