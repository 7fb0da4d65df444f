package io.github.websocketstarter.testclient;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import io.github.websocketstarter.test.WebSocketTestConnection;
import io.github.websocketstarter.test.autoconfigure.AutoConfigureWebSocketTestClient;
import io.github.websocketstarter.test.autoconfigure.WebSocketEndpointTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

@WebSocketEndpointTest(properties = "server.http2.enabled=true",
		includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Surroundings.Numbers.class),
		excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Surroundings.Headers.class),
		excludeAutoConfiguration = CodecsAutoConfiguration.class)
@AutoConfigureWebSocketTestClient(timeout = "2s", protocol = Protocol.H2C)
@Import(Greetings.class)
class AllEndpointsSliceIntegrationTests {

	@Test
	void allEndpointsAreThere(@Autowired WebSocketTestClient client) {
		try (WebSocketTestConnection room = client.get("/rooms/blue").connect();
				WebSocketTestConnection stage = client.get("/stage").connect()) {
			assertThat(room.handshake().status()).isEqualTo(200);
			assertThat(stage.handshake().status()).isEqualTo(200);
		}
	}

	@Test
	void filtersChangeWhatIsThere(@Autowired ApplicationContext application) {
		assertThat(application.getBeansOfType(Surroundings.Numbers.class)).hasSize(1);
		assertThat(application.getBeansOfType(Surroundings.Headers.class)).isEmpty();
		assertThat(application.getBeansOfType(CodecsAutoConfiguration.class)).isEmpty();
	}

}
