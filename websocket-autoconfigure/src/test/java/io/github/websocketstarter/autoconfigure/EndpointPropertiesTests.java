package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.endpoint.EndpointName;
import io.github.websocketstarter.endpoint.EndpointOverrides;
import io.github.websocketstarter.endpoint.InvalidEndpointException;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.SocketSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EndpointProperties}.
 */
class EndpointPropertiesTests {

	private static final SocketSettings APPLICATION = new SocketSettings(1, 2, 3, 4, 5, 6, 7, 8,
			new OutboundSettings(9, OutboundOverflow.SUSPEND), 10, 0.11, CloseReply.MANUAL, CancelMode.ABORT,
			new CompressionSettings(true, 2, 13, 14, true), new RateLimit(15, 16, 17));

	@Test
	void endpointWithoutPropertiesHasNoOverrides() {
		assertThat(overrides(Map.of())).isEmpty();
		assertThat(overrides(Map.of("websocket.max-fragments", "7"))).isEmpty();
	}

	@Test
	void everyPropertyReachesTheEngine() {
		EndpointOverrides room = room(Map.ofEntries(Map.entry("keep-alive-interval", "30s"),
				Map.entry("keep-alive-timeout", "20s"), Map.entry("idle-timeout", "5m"),
				Map.entry("close-timeout", "1500ms"), Map.entry("allowed-origins", "https://a.example, same-origin"),
				Map.entry("max-message-size", "2MB"), Map.entry("max-frame-size", "3MB"),
				Map.entry("max-fragments", "70"), Map.entry("read-ahead", "128KB"),
				Map.entry("max-connection-age", "1h"), Map.entry("max-connection-age-jitter", "25%"),
				Map.entry("outbound.max-bytes", "512KB"), Map.entry("outbound.overflow", "drop-oldest"),
				Map.entry("compression.enabled", "false"), Map.entry("compression.level", "1"),
				Map.entry("compression.threshold", "1KB"), Map.entry("compression.server-max-window-bits", "10"),
				Map.entry("compression.disable-server-context-takeover", "false"), Map.entry("concurrency", "3"),
				Map.entry("max-streams", "4")));

		assertThat(room.settings().apply(APPLICATION)).isEqualTo(new SocketSettings(Duration.ofSeconds(30).toNanos(),
				Duration.ofSeconds(20).toNanos(), Duration.ofMinutes(5).toNanos(), Duration.ofMillis(1500).toNanos(),
				2 << 20, 3 << 20, 70, 128 << 10, new OutboundSettings(512 << 10, OutboundOverflow.DROP_OLDEST),
				Duration.ofHours(1).toNanos(), 0.25, CloseReply.MANUAL, CancelMode.ABORT,
				new CompressionSettings(false, 1, 1024, 10, false), new RateLimit(15, 16, 17)));
		assertThat(room.origins()).hasToString("[https://a.example, same-origin]");
		assertThat(room.concurrency()).isEqualTo(3);
		assertThat(room.maxStreams()).isEqualTo(4);
	}

	@Test
	void whatIsNotSetStaysAsItIs() {
		EndpointOverrides one = room(Map.of("concurrency", "3"));
		EndpointOverrides other = room(Map.of("max-fragments", "70"));

		assertThat(one.settings().apply(APPLICATION)).isEqualTo(APPLICATION);
		assertThat(one.origins()).isNull();
		assertThat(one.maxStreams()).isNull();
		assertThat(other.settings().apply(APPLICATION)).usingRecursiveComparison()
			.ignoringFields("maxFragments")
			.isEqualTo(APPLICATION);
		assertThat(other.concurrency()).isNull();
	}

	@Test
	void zeroSwitchesOffWhatTheApplicationSwitchesOn() {
		SocketSettings settings = room(Map.of("keep-alive-interval", "0", "keep-alive-timeout", "0", "idle-timeout",
				"0s", "max-connection-age", "0"))
			.settings()
			.apply(APPLICATION);

		assertThat(settings.keepAliveInterval()).isZero();
		assertThat(settings.keepAliveTimeout()).isZero();
		assertThat(settings.idleTimeout()).isZero();
		assertThat(settings.maxAge()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".chatRoom", ".chat-room", ".chat_room", ".CHATROOM", "[chatRoom]", "[chat.room]" })
	void nameIsReadInARelaxedWay(String name) {
		assertThat(overrides(Map.of("websocket.endpoints" + name + ".max-fragments", "7")))
			.containsOnlyKeys(new EndpointName("chatRoom"));
	}

	@Test
	void environmentVariablesAreRead() {
		EndpointOverrides room = overrides(environment(Map.of("WEBSOCKET_ENDPOINTS_CHATROOM_MAXMESSAGESIZE", "4KB",
				"WEBSOCKET_ENDPOINTS_CHATROOM_COMPRESSION_ENABLED", "false",
				"WEBSOCKET_ENDPOINTS_CHATROOM_ALLOWEDORIGINS", "https://a.example")))
			.get(new EndpointName("chatRoom"));

		assertThat(room.settings().apply(APPLICATION).maxMessageSize()).isEqualTo(4096);
		assertThat(room.settings().apply(APPLICATION).compression().enabled()).isFalse();
		assertThat(room.origins()).hasToString("[https://a.example]");
	}

	// As Kubernetes sets them for a service that is called 'websocket-endpoints'.
	@Test
	void variablesThatAreNoPropertiesAreIgnored() {
		assertThat(overrides(environment(Map.of("WEBSOCKET_ENDPOINTS_SERVICE_HOST", "192.0.2.1",
				"WEBSOCKET_ENDPOINTS_PORT_80_TCP", "tcp://192.0.2.1:80"))))
			.isEmpty();
	}

	@Test
	void spellingsInSeveralSourcesAreOneName() {
		EndpointOverrides room = overrides(environment(Map.of("WEBSOCKET_ENDPOINTS_CHATROOM_MAXFRAGMENTS", "70")),
				new MapConfigurationPropertySource(Map.of("websocket.endpoints.chat-room.concurrency", "3",
						"websocket.endpoints.chatRoom.max-streams", "4", "websocket.endpoints.chat-room.max-fragments",
						"71")))
			.get(new EndpointName("chatRoom"));

		assertThat(room.settings().apply(APPLICATION).maxFragments()).isEqualTo(70);
		assertThat(room.concurrency()).isEqualTo(3);
		assertThat(room.maxStreams()).isEqualTo(4);
	}

	@Test
	void nameBothInBracketsAndWithoutIsRefused() {
		Map<String, String> properties = Map.of("websocket.endpoints[chatRoom].max-fragments", "7",
				"websocket.endpoints.chat-room.concurrency", "2");

		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> overrides(properties))
			.withMessageContaining("both in brackets and without");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			keep-alive-interval              | -1s       | not be negative but is -1s
			keep-alive-timeout               | 366d      | be at most 365d but is 366d
			idle-timeout                     | -5m       | not be negative but is -5m
			close-timeout                    | 0s        | be positive but is 0s
			allowed-origins                  | ''        | name at least one origin, or '*' for all, but is empty
			max-message-size                 | 0B        | be at least 1B and at most 2047MB but is 0B
			max-frame-size                   | 2GB       | be at least 1B and at most 2047MB but is 2147483648B
			max-fragments                    | 0         | be at least 1 but is 0
			read-ahead                       | 0B        | be at least 1B and at most 2047MB but is 0B
			max-connection-age               | -1s       | not be negative but is -1s
			max-connection-age-jitter        | 101%      | be 0% to 100% but is 101%
			outbound.max-bytes               | 0B        | be at least 1B and at most 2047MB but is 0B
			compression.level                | 10        | be 1 to 9 but is 10
			compression.threshold            | -1B       | be at least 0B and at most 2047MB but is -1B
			compression.server-max-window-bits | 8       | be 9 to 15 but is 8
			concurrency                      | 0         | be at least 1 but is 0
			max-streams                      | 0         | be at least 1 but is 0
			""")
	void valueOutOfItsRangeIsRefused(String key, String value, String requirement) {
		String name = "websocket.endpoints.room." + key;

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> overrides(Map.of(name, value)))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (invalid) -> {
				assertThat(invalid.getName()).isEqualTo(name);
				assertThat(invalid.getReason()).isEqualTo("'" + name + "' must " + requirement);
			});
	}

	@Test
	void originThatIsNoPatternIsRefused() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> overrides(Map.of("websocket.endpoints.room.allowed-origins", "*,b.example")))
			.havingRootCause()
			.withMessageContaining("'b.example' is not an origin pattern");
	}

	@ParameterizedTest
	@CsvSource({ ".chatRoom, .chatroom", ".chat-room, .chat-room", "[chat.room], [chat.room]" })
	void refusalNamesThePropertyInItsCanonicalForm(String name, String canonical) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> overrides(Map.of("websocket.endpoints" + name + ".max-fragments", "0")))
			.havingRootCause()
			.withMessageContaining("'websocket.endpoints" + canonical + ".max-fragments' must be at least 1");
	}

	private static EndpointOverrides room(Map<String, String> properties) {
		Map<String, String> prefixed = new HashMap<>();
		properties.forEach((key, value) -> prefixed.put("websocket.endpoints.room." + key, value));
		EndpointOverrides room = overrides(prefixed).get(new EndpointName("room"));
		assertThat(room).isNotNull();
		return room;
	}

	private static Map<EndpointName, EndpointOverrides> overrides(Map<String, String> properties) {
		return overrides(new MapConfigurationPropertySource(properties));
	}

	private static Map<EndpointName, EndpointOverrides> overrides(ConfigurationPropertySource... sources) {
		return new Binder(List.of(sources)).bindOrCreate("websocket", WebSocketProperties.class).endpointOverrides();
	}

	private static ConfigurationPropertySource environment(Map<String, Object> variables) {
		return ConfigurationPropertySource.from(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
	}

}
