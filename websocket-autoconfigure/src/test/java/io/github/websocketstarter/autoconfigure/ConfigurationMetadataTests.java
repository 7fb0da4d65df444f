package io.github.websocketstarter.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, from which editors complete and explain the
 * keys.
 */
class ConfigurationMetadataTests {

	private final DocumentContext metadata = metadata();

	@Test
	void everyKeyHasItsTypeAndDefault() {
		Map<String, String> keys = new TreeMap<>();
		for (Map<String, Object> property : properties()) {
			keys.put((String) property.get("name"), property.get("type") + " " + property.get("defaultValue"));
		}

		String duration = "java.time.Duration ";
		String size = "org.springframework.util.unit.DataSize ";
		assertThat(keys).containsExactly(
				Map.entry("management.health.websocket-backplane.enabled", "java.lang.Boolean true"),
				Map.entry("websocket.allowed-origins", "java.util.List<java.lang.String> null"),
				Map.entry("websocket.backplane.redis.channel", "java.lang.String websocket"),
				Map.entry("websocket.backplane.redis.enabled", "java.lang.Boolean false"),
				Map.entry("websocket.close-timeout", duration + "10s"),
				Map.entry("websocket.compression.disable-server-context-takeover", "java.lang.Boolean false"),
				Map.entry("websocket.compression.enabled", "java.lang.Boolean false"),
				Map.entry("websocket.compression.level", "java.lang.Integer 6"),
				Map.entry("websocket.compression.server-max-window-bits", "java.lang.Integer 15"),
				Map.entry("websocket.compression.threshold", size + "0B"),
				Map.entry("websocket.enabled", "java.lang.Boolean true"),
				Map.entry("websocket.endpoints",
						"java.util.Map<java.lang.String," + EndpointProperties.class.getName() + "> null"),
				Map.entry("websocket.exchange.go-away", "java.lang.Boolean true"),
				Map.entry("websocket.exchange.timeout", duration + "null"),
				Map.entry("websocket.handshake-timeout", duration + "10s"),
				Map.entry("websocket.http2.enabled", "java.lang.Boolean true"),
				Map.entry("websocket.idle-timeout", duration + "null"),
				Map.entry("websocket.keep-alive-interval", duration + "2m"),
				Map.entry("websocket.keep-alive-timeout", duration + "null"),
				Map.entry("websocket.max-connection-age", duration + "null"),
				Map.entry("websocket.max-connection-age-jitter", "java.lang.String 10%"),
				Map.entry("websocket.max-connections", "java.lang.Integer null"),
				Map.entry("websocket.max-connections-per-address", "java.lang.Integer null"),
				Map.entry("websocket.max-connections-per-user", "java.lang.Integer null"),
				Map.entry("websocket.max-fragments", "java.lang.Integer 1024"),
				Map.entry("websocket.max-frame-size", size + "null"),
				Map.entry("websocket.max-groups", "java.lang.Integer 100"),
				Map.entry("websocket.max-message-size", size + "1MB"),
				Map.entry("websocket.outbound.budget", size + "null"),
				Map.entry("websocket.outbound.max-bytes", size + "1MB"),
				Map.entry("websocket.outbound.overflow", "io.github.websocketstarter.OutboundOverflow close"),
				Map.entry("websocket.rate-limit.bytes", size + "null"),
				Map.entry("websocket.rate-limit.messages", "java.lang.Integer null"),
				Map.entry("websocket.rate-limit.small-frames", "java.lang.Integer 10000"),
				Map.entry("websocket.read-ahead", size + "64KB"),
				Map.entry("websocket.shutdown.timeout", duration + "10s"),
				Map.entry("websocket.trusted-proxies", "java.util.List<java.lang.String> null"));
	}

	@Test
	void descriptionsFollowTheRulesOfSpringBoot() {
		for (Map<String, Object> property : properties()) {
			String start = property.get("type").equals("java.lang.Boolean") ? "Whether "
					: "(?!(The|A|An|Whether) )[A-Z]";

			assertThat((String) property.get("description")).as((String) property.get("name"))
				.matches("(?s)" + start + ".*\\.")
				.doesNotContain("default");
		}
	}

	@Test
	void originsHaveHints() {
		List<String> values = this.metadata.read("$.hints[?(@.name == 'websocket.allowed-origins')].values[*].value");
		List<String> providers = this.metadata
			.read("$.hints[?(@.name == 'websocket.allowed-origins')].providers[*].name");

		assertThat(values).containsExactly("same-origin", "*");
		assertThat(providers).containsExactly("any");
	}

	private List<Map<String, Object>> properties() {
		return this.metadata.read("$.properties");
	}

	private static DocumentContext metadata() {
		URL classes = WebSocketProperties.class.getProtectionDomain().getCodeSource().getLocation();
		try (InputStream stream = new URL(classes, "META-INF/spring-configuration-metadata.json").openStream()) {
			return JsonPath.parse(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
