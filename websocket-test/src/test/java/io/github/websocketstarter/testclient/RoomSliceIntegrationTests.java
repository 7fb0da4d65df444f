package io.github.websocketstarter.testclient;

import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import io.github.websocketstarter.test.autoconfigure.WebSocketEndpointTest;
import io.github.websocketstarter.testclient.Room.Said;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

@WebSocketEndpointTest(value = Room.class,
		properties = { "slice.property=set", "websocket.endpoints.stage.max-message-size=1KB" })
class RoomSliceIntegrationTests {

	@Autowired
	private ApplicationContext application;

	@MockitoBean
	private Greetings greetings;

	@Test
	void endpointTalksToMock(@Autowired WebSocketTestClient client) {
		BDDMockito.given(this.greetings.of("ann")).willReturn("I am a mock");

		try (WebSocketTestConnection room = client.get("/rooms/blue").header("X-User", "ann").connect()) {
			assertThat(room.next(Said.class).text()).isEqualTo("I am a mock");
		}
	}

	@Test
	void restOfTheApplicationIsNotThere(@Autowired WebSocketTestClient client) {
		assertThat(this.application.getBeansOfType(Room.class)).hasSize(1);
		assertThat(this.application.getBeansOfType(Stage.class)).isEmpty();
		assertThat(this.application.getBeansOfType(Doorkeeper.class)).isEmpty();
		assertThat(this.application.getBeansOfType(Surroundings.Numbers.class)).isEmpty();
		assertThat(client.get("/stage").expectRefused().getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void whatEndpointsNeedIsThere(@Autowired Environment environment) {
		assertThat(this.application.getBeansOfType(Surroundings.Headers.class)).hasSize(1);
		assertThat(this.application.getBeansOfType(Surroundings.ToNumber.class)).hasSize(1);
		assertThat(this.application.getBeansOfType(Surroundings.Json.class)).hasSize(1);
		assertThat(this.application.getBeansOfType(WebFluxConfigurer.class)).isNotEmpty();
		assertThat(environment.getProperty("slice.property")).isEqualTo("set");
	}

}
