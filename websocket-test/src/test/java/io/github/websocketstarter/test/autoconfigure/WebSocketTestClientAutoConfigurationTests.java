package io.github.websocketstarter.test.autoconfigure;

import io.github.websocketstarter.test.WebSocketTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class WebSocketTestClientAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations
		.of(WebSocketTestClientAutoConfiguration.class);

	@Test
	void applicationWithoutServerFailsWithRemedy() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessage("A WebSocketTestClient needs a running server but this test starts none. Use "
						+ "@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT), or @WebSocketEndpointTest in "
						+ "place of @SpringBootTest."));
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("A WebSocketTestClient needs a running server"));
	}

	@Test
	void clientOfTheTestIsKept() {
		WebSocketTestClient own = WebSocketTestClient.bindToServer().build();

		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withBean(WebSocketTestClient.class, () -> own)
			.run((context) -> assertThat(context.getBean(WebSocketTestClient.class)).isSameAs(own));
	}

}
