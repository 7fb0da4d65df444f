package io.github.websocketstarter.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.websocketstarter.endpoint.EndpointName;
import io.github.websocketstarter.engine.ConnectionLimits;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.AddressLiteral;
import io.github.websocketstarter.handshake.TrustedProxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the limits of {@link WebSocketProperties}.
 */
class LimitPropertiesTests {

	@Test
	void onlyTheHandshakeAndSmallFramesAreLimitedByDefault() {
		WebSocketProperties properties = bind(Map.of());

		assertThat(properties.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.connectionLimits()).isEqualTo(ConnectionLimits.NONE);
		assertThat(properties.proxies()).isNull();
		assertThat(properties.settings().rateLimit()).isEqualTo(new RateLimit(0, 0, 10_000));
	}

	@Test
	void everyLimitReachesTheEngine() {
		WebSocketProperties properties = bind(Map.of("websocket.handshake-timeout", "0", "websocket.max-connections",
				"1000", "websocket.max-connections-per-user", "5", "websocket.max-connections-per-address", "20",
				"websocket.rate-limit.messages", "100", "websocket.rate-limit.bytes", "64KB",
				"websocket.rate-limit.small-frames", "0", "websocket.trusted-proxies", "10.0.0.0/8, ::1"));

		assertThat(properties.handshakeTimeout()).isZero();
		assertThat(properties.connectionLimits()).isEqualTo(new ConnectionLimits(1000, 5, 20));
		assertThat(properties.settings().rateLimit()).isEqualTo(new RateLimit(100, 64 << 10, 0));
		TrustedProxies proxies = properties.proxies();
		assertThat(proxies).isNotNull();
		assertThat(proxies.client(address("::1"), List.of(), List.of("192.0.2.1, 10.1.1.1")))
			.isEqualTo(address("192.0.2.1"));
	}

	@Test
	void ratesOfAnEndpointComeBeforeThoseOfTheApplication() {
		WebSocketProperties properties = bind(Map.of("websocket.rate-limit.messages", "100",
				"websocket.rate-limit.bytes", "1MB", "websocket.endpoints.room.rate-limit.messages", "0",
				"websocket.endpoints.room.rate-limit.small-frames", "50", "websocket.endpoints.feed.rate-limit.bytes",
				"2KB"));

		assertThat(endpoint(properties, "room").rateLimit()).isEqualTo(new RateLimit(0, 1 << 20, 50));
		assertThat(endpoint(properties, "feed").rateLimit()).isEqualTo(new RateLimit(100, 2048, 10_000));
	}

	// CF-6, CF-10
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			handshake-timeout                        | -1s  | not be negative but is -1s
			handshake-timeout                        | 366d | be at most 365d but is 366d
			max-connections                          | 0    | be at least 1 but is 0
			max-connections-per-user                 | 0    | be at least 1 but is 0
			max-connections-per-address              | -1   | be at least 1 but is -1
			rate-limit.messages                      | -1   | not be negative but is -1
			rate-limit.bytes                         | -1B  | be at least 0B and at most 2047MB but is -1B
			rate-limit.small-frames                  | -5   | not be negative but is -5
			trusted-proxies                          | ''   | name at least one address but is empty
			endpoints.room.rate-limit.messages       | -1   | not be negative but is -1
			endpoints.room.rate-limit.bytes          | -1B  | be at least 0B and at most 2047MB but is -1B
			endpoints.room.rate-limit.small-frames   | -5   | not be negative but is -5
			""")
	void valueOutOfItsRangeIsRefused(String key, String value, String requirement) {
		assertRefused(key, value, "websocket." + key, "'websocket." + key + "' must " + requirement);
	}

	@Test
	void proxyThatIsNoAddressIsRefused() {
		assertRefused("trusted-proxies", "proxy.example.com", "websocket.trusted-proxies[0]",
				"'proxy.example.com' is not an IP address or range: it must be like '192.0.2.1', '10.0.0.0/8' or "
						+ "'2001:db8::/32'; names are not looked up");
		assertRefused("trusted-proxies", "10.0.0.0/8,10.0.0.0/33", "websocket.trusted-proxies[1]",
				"'10.0.0.0/33' is not an IP range: after '/' there must be at most 32");
	}

	private static void assertRefused(String key, String value, String name, String reason) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("websocket." + key, value)))
			.satisfies((failure) -> {
				Throwable cause = failure;
				while (cause != null && !(cause instanceof InvalidConfigurationPropertyValueException)) {
					cause = cause.getCause();
				}
				assertThat(cause).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(invalid) -> {
							assertThat(invalid.getName()).isEqualTo(name);
							assertThat(invalid.getReason()).isEqualTo(reason);
						});
			});
	}

	private static SocketSettings endpoint(WebSocketProperties properties, String name) {
		return properties.endpointOverrides().get(new EndpointName(name)).settings().apply(properties.settings());
	}

	private static InetAddress address(String literal) {
		InetAddress address = AddressLiteral.parse(literal);
		assertThat(address).isNotNull();
		return address;
	}

	private static WebSocketProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("websocket",
				WebSocketProperties.class);
	}

}
