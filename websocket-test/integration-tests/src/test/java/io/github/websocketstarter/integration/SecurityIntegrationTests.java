package io.github.websocketstarter.integration;

import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@ApplicationTest
class SecurityIntegrationTests {

	@Parameter
	private RunningApplication application;

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void handshakeWithoutCredentialsIs401(Protocol protocol) {
		try (RawConnection connection = this.application.connect(protocol)) {
			assertThat(connection.exchange(HttpRequest.upgrade("/account")).status()).isEqualTo(401);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void handshakeWithoutTheRoleIs403(Protocol protocol) {
		try (RawConnection connection = this.application.connect(protocol)) {
			HttpRequest request = RunningApplication.handshake("/staff", "bob");

			assertThat(connection.exchange(request).status()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void handshakeWithTheRoleIsAccepted(Protocol protocol) {
		HttpRequest request = RunningApplication.handshake("/staff", "ann");
		try (RawWebSocketClient client = this.application.connect(protocol).upgrade(request)) {
			client.sendText("hello");
			client.expectText("hello");
		}
	}

	@Test
	void userIsAParameter() {
		try (RawWebSocketClient client = this.application.open("/account", "bob")) {
			client.expectText("bob bob bob bob");
		}
	}

	@Test
	void securityContextIsThatOfTheThreadThatMayBlock() {
		try (RawWebSocketClient client = this.application.open("/account", "bob")) {
			client.expectText("bob bob bob bob");
			client.sendText("hello");
			client.expectText("hello bob");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void guardedMethodIsCalledForWhomItMayBe(Protocol protocol) {
		HttpRequest request = RunningApplication.handshake("/account/answering", "ann");
		try (RawWebSocketClient client = this.application.connect(protocol).upgrade(request)) {
			client.sendText("plan");
			client.expectText("first plan");
			client.expectText("second plan");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void deniedAccessIsHandledAndTheConnectionStays(Protocol protocol) {
		HttpRequest request = RunningApplication.handshake("/account/answering", "bob");
		try (RawWebSocketClient client = this.application.connect(protocol).upgrade(request)) {
			client.sendText("plan");
			client.expectText("denied");
			client.sendText("plan");
			client.expectText("denied");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "H2C" })
	void deniedAccessThatNobodyHandlesClosesWith1008AndSaysNoMore(Protocol protocol) {
		HttpRequest request = RunningApplication.handshake("/account/silent", "bob");
		try (RawWebSocketClient client = this.application.connect(protocol).upgrade(request)) {
			client.sendText("plan");
			client.expectClose(1008);
		}
	}

}
