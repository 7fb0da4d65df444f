package io.github.websocketstarter.test.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.WebSocketTestClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the client for the running server.
 */
@AutoConfiguration
final class WebSocketTestClientAutoConfiguration {

	private static final String JSON_MAPPER = "tools.jackson.databind.json.JsonMapper";

	@Bean
	@ConditionalOnMissingBean
	WebSocketTestClient webSocketTestClient(ApplicationContext application, Environment environment) {
		LocalTestWebServer server = LocalTestWebServer.get(application);
		Assert.state(server != null,
				"A WebSocketTestClient needs a running server but this test starts none. "
						+ "Use @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT), or @WebSocketEndpointTest "
						+ "in place of @SpringBootTest.");
		// the port is not known yet: the factory looks it up when it is used
		WebSocketTestClient.Builder client = WebSocketTestClient.bindToServer()
			.uriBuilderFactory(server.uriBuilderFactory())
			.timeout(environment.getProperty("websocket.test.client.timeout", Duration.class, Duration.ofSeconds(5)))
			.protocol(protocol(environment));
		if (ClassUtils.isPresent(JSON_MAPPER, application.getClassLoader())) {
			Json.configure(client, application);
		}
		return client.build();
	}

	// a list, because an annotation has no other way to say nothing
	private static Protocol protocol(Environment environment) {
		List<Protocol> protocols = Binder.get(environment)
			.bind("websocket.test.client.protocol", Bindable.listOf(Protocol.class))
			.orElse(List.of());
		Assert.state(protocols.size() <= 1,
				() -> "'websocket.test.client.protocol' must be one protocol but is " + protocols);
		return protocols.isEmpty() ? Protocol.HTTP_1_1 : protocols.get(0);
	}

	/**
	 * What needs Jackson.
	 */
	private static final class Json {

		static void configure(WebSocketTestClient.Builder client, ApplicationContext application) {
			application.getBeanProvider(JsonMapper.class).ifUnique(client::jsonMapper);
		}

	}

}
