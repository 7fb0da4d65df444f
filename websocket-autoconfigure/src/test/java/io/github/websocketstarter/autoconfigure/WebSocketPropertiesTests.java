package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.SocketSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WebSocketProperties}.
 */
class WebSocketPropertiesTests {

	// CF-1, CF-2, CF-3
	@Test
	void defaultsAreTheEngines() {
		WebSocketProperties properties = bind(Map.of());

		assertThat(properties.enabled()).isTrue();
		assertThat(properties.settings()).isEqualTo(SocketSettings.DEFAULTS);
		assertThat(properties.exchangeSettings()).isEqualTo(ExchangeSettings.DEFAULTS);
		assertThat(properties.outbound().budgetBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
		assertThat(properties.maxGroups()).isEqualTo(100);
		assertThat(properties.origins().isConfigured()).isFalse();
		assertThat(properties.origins().allowsAll()).isTrue();
	}

	@Test
	void everyPropertyReachesTheEngine() {
		WebSocketProperties properties = bind(Map.ofEntries(Map.entry("websocket.enabled", "false"),
				Map.entry("websocket.keep-alive-interval", "30s"), Map.entry("websocket.keep-alive-timeout", "20s"),
				Map.entry("websocket.idle-timeout", "5m"), Map.entry("websocket.close-timeout", "1500ms"),
				Map.entry("websocket.allowed-origins", "https://a.example, same-origin"),
				Map.entry("websocket.max-message-size", "2MB"), Map.entry("websocket.max-frame-size", "3MB"),
				Map.entry("websocket.max-fragments", "7"), Map.entry("websocket.read-ahead", "128KB"),
				Map.entry("websocket.max-connection-age", "1h"),
				Map.entry("websocket.max-connection-age-jitter", "25%"),
				Map.entry("websocket.outbound.max-bytes", "512KB"),
				Map.entry("websocket.outbound.overflow", "drop-newest"), Map.entry("websocket.outbound.budget", "3GB"),
				Map.entry("websocket.max-groups", "8"), Map.entry("websocket.shutdown.timeout", "3s"),
				Map.entry("websocket.compression.enabled", "true"), Map.entry("websocket.compression.level", "1"),
				Map.entry("websocket.compression.threshold", "1KB"),
				Map.entry("websocket.compression.server-max-window-bits", "10"),
				Map.entry("websocket.compression.disable-server-context-takeover", "true")));

		assertThat(properties.enabled()).isFalse();
		assertThat(properties.settings()).isEqualTo(new SocketSettings(Duration.ofSeconds(30).toNanos(),
				Duration.ofSeconds(20).toNanos(), Duration.ofMinutes(5).toNanos(), Duration.ofMillis(1500).toNanos(),
				2 << 20, 3 << 20, 7, 128 << 10, new OutboundSettings(512 << 10, OutboundOverflow.DROP_NEWEST),
				Duration.ofHours(1).toNanos(), 0.25, CloseReply.AUTOMATIC, CancelMode.DETACH,
				new CompressionSettings(true, 1, 1024, 10, true), RateLimit.DEFAULTS));
		assertThat(properties.shutdown().timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.outbound().budgetBytes()).isEqualTo(3L << 30);
		assertThat(properties.maxGroups()).isEqualTo(8);
		assertThat(properties.origins()).hasToString("[https://a.example, same-origin]");
	}

	@Test
	void everyPropertyOfExchangesReachesThem() {
		WebSocketProperties properties = bind(Map.of("websocket.read-ahead", "1KB", "websocket.exchange.timeout",
				"110s", "websocket.exchange.go-away", "false"));

		assertThat(properties.exchangeSettings()).isEqualTo(new ExchangeSettings(1024, Duration.ofSeconds(110), false));
	}

	@Test
	void zeroSwitchesTheTimeoutOfExchangesOff() {
		assertThat(bind(Map.of("websocket.exchange.timeout", "0")).exchangeSettings())
			.isEqualTo(ExchangeSettings.DEFAULTS);
	}

	@Test
	void zeroSwitchesKeepAliveOff() {
		SocketSettings settings = bind(Map.of("websocket.keep-alive-interval", "0", "websocket.keep-alive-timeout",
				"0s", "websocket.idle-timeout", "0s"))
			.settings();

		assertThat(settings.keepAliveInterval()).isZero();
		assertThat(settings.keepAliveTimeout()).isZero();
		assertThat(settings.idleTimeout()).isZero();
	}

	// CF-6, CF-10
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			keep-alive-interval | -1s     | not be negative but is -1s
			keep-alive-timeout  | -20s    | not be negative but is -20s
			idle-timeout        | -5m     | not be negative but is -5m
			close-timeout       | -1500ms | not be negative but is -1s500ms
			close-timeout       | 0s      | be positive but is 0s
			keep-alive-interval | 366d    | be at most 365d but is 366d
			keep-alive-timeout  | 366d    | be at most 365d but is 366d
			idle-timeout        | 366d    | be at most 365d but is 366d
			close-timeout       | 366d    | be at most 365d but is 366d
			max-message-size    | 0B      | be at least 1B and at most 2047MB but is 0B
			max-message-size    | 2GB     | be at least 1B and at most 2047MB but is 2147483648B
			max-frame-size      | -1B     | be at least 1B and at most 2047MB but is -1B
			max-frame-size      | 2GB     | be at least 1B and at most 2047MB but is 2147483648B
			read-ahead          | 0B      | be at least 1B and at most 2047MB but is 0B
			outbound.max-bytes  | 0B      | be at least 1B and at most 2047MB but is 0B
			outbound.budget     | 0B      | be at least 1B but is 0B
			max-groups          | 0       | be at least 1 but is 0
			outbound.max-bytes  | 2GB     | be at least 1B and at most 2047MB but is 2147483648B
			max-fragments       | 0       | be at least 1 but is 0
			exchange.timeout    | -1s     | not be negative but is -1s
			exchange.timeout    | 366d    | be at most 365d but is 366d
			""")
	void valueOutOfItsRangeIsRefused(String key, String value, String requirement) {
		assertRefused(() -> bind(Map.of("websocket." + key, value)), "websocket." + key,
				"'websocket." + key + "' must " + requirement);
	}

	@ParameterizedTest
	@CsvSource({ "keep-alive-interval, 365d", "close-timeout, 1ms", "max-message-size, 1B", "max-message-size, 2047MB",
			"max-frame-size, 2047MB", "max-fragments, 1", "read-ahead, 1B", "outbound.max-bytes, 2047MB" })
	void valueAtTheEdgeOfItsRangeIsTaken(String key, String value) {
		assertThat(bind(Map.of("websocket." + key, value)).settings()).isNotEqualTo(SocketSettings.DEFAULTS);
	}

	// A message that is taken as streams has no size, its frames have one.
	@Test
	void frameMayBeLargerThanMessage() {
		SocketSettings settings = bind(Map.of("websocket.max-frame-size", "4MB")).settings();

		assertThat(settings.maxFrameSize()).isGreaterThan(settings.maxMessageSize());
	}

	@Test
	void originThatIsNoPatternIsRefused() {
		assertRefused(() -> bind(Map.of("websocket.allowed-origins", "https://a.example,b.example")),
				"websocket.allowed-origins[1]",
				"'b.example' is not an origin pattern: it has no scheme such as 'https://'");
	}

	@Test
	void emptyListOfOriginsIsRefused() {
		assertRefused(() -> bind(Map.of("websocket.allowed-origins", "")), "websocket.allowed-origins",
				"'websocket.allowed-origins' must name at least one origin, or '*' for all, but is empty");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "same-origin", "null", "https://*.example.com", "http://localhost:3000" })
	void originPatternIsTaken(String origin) {
		assertThat(bind(Map.of("websocket.allowed-origins", origin)).origins().isConfigured()).isTrue();
	}

	private static WebSocketProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("websocket",
				WebSocketProperties.class);
	}

	private static void assertRefused(ThrowingCallable binding, String name, String reason) {
		Throwable failure = catchThrowableOfType(BindException.class, binding);
		while (failure != null && !(failure instanceof InvalidConfigurationPropertyValueException)) {
			failure = failure.getCause();
		}

		assertThat(failure).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (invalid) -> {
			assertThat(invalid.getName()).isEqualTo(name);
			assertThat(invalid.getReason()).startsWith(reason);
		});
	}

}
