package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.unit.DataSize;

/**
 * The application's settings. A value that is out of its range fails the start.
 * <p>
 * {@code max-frame-size} may be larger than {@code max-message-size}: who takes messages
 * as streams is not bound by the latter.
 *
 * @param enabled Whether WebSocket requests are accepted. If not, they pass to the rest
 * of the application.
 * @param keepAliveInterval Time between keep-alive frames. Zero for none.
 * @param keepAliveTimeout Time to wait for the PONG to a keep-alive PING before the
 * connection is reset. Unset or zero to send unsolicited PONGs and wait for nothing.
 * @param idleTimeout Time after which a peer that sent nothing at all is closed with
 * 1001. Unset or zero for never.
 * @param closeTimeout Time to wait for the peer's Close frame before the connection is
 * reset.
 * @param allowedOrigins Origins from which browsers may connect: exact ones, patterns
 * like 'https://*.example.com', 'same-origin', or '*' for all. All are allowed if unset.
 * @param maxMessageSize Maximum size of a received message. A larger one closes the
 * connection with 1009.
 * @param maxFrameSize Maximum size of a received frame. A larger one closes the
 * connection with 1009. Unset for no limit but that of the message.
 * @param maxFragments Maximum number of fragments of a received message. More close the
 * connection with 1009.
 * @param readAhead Maximum size of what is taken in for each connection while its handler
 * does not read.
 * @param maxConnectionAge Age at which a connection is closed with 1001, so that clients
 * spread over new instances. Unset or zero for none.
 * @param maxConnectionAgeJitter How much of that age is left out at most, so that
 * connections that began together do not end together: a percentage from 0% to 100%.
 * @param outbound What waits to be sent.
 * @param shutdown The end of the connections when the application stops.
 * @param compression Compression of messages.
 * @param http2 Connections over HTTP/2.
 * @param exchange What an exchange's ClientConnection does, for WebSocket requests and
 * all others.
 */
@ConfigurationProperties("websocket")
record WebSocketProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2m") Duration keepAliveInterval,
		@Nullable Duration keepAliveTimeout, @Nullable Duration idleTimeout, @DefaultValue("10s") Duration closeTimeout,
		@Nullable List<String> allowedOrigins, @DefaultValue("1MB") DataSize maxMessageSize,
		@Nullable DataSize maxFrameSize, @DefaultValue("1024") int maxFragments,
		@DefaultValue("64KB") DataSize readAhead, @Nullable Duration maxConnectionAge,
		@DefaultValue("10%") String maxConnectionAgeJitter, @DefaultValue Outbound outbound,
		@DefaultValue Shutdown shutdown, @DefaultValue Compression compression, @DefaultValue Http2 http2,
		@DefaultValue Exchange exchange) {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("websocket");

	private static final Duration LONGEST = Duration.ofDays(365);

	/** What is counted in an {@code int}, with some room. */
	private static final DataSize LARGEST = DataSize.ofMegabytes(2047);

	private static final Pattern PERCENTAGE = Pattern.compile("(100|[0-9]{1,2})%");

	WebSocketProperties {
		checkTime("keep-alive-interval", keepAliveInterval);
		checkTime("keep-alive-timeout", keepAliveTimeout);
		checkTime("idle-timeout", idleTimeout);
		checkTime("close-timeout", closeTimeout);
		require(!closeTimeout.isZero(), "close-timeout", "be positive", print(closeTimeout));
		checkOrigins(allowedOrigins);
		checkSize("max-message-size", maxMessageSize);
		checkSize("max-frame-size", maxFrameSize);
		require(maxFragments >= 1, "max-fragments", "be at least 1", maxFragments);
		checkSize("read-ahead", readAhead);
		checkTime("max-connection-age", maxConnectionAge);
		require(PERCENTAGE.matcher(maxConnectionAgeJitter).matches(), "max-connection-age-jitter", "be 0% to 100%",
				maxConnectionAgeJitter);
	}

	SocketSettings settings() {
		return new SocketSettings(this.keepAliveInterval.toNanos(), nanos(this.keepAliveTimeout),
				nanos(this.idleTimeout), this.closeTimeout.toNanos(), (int) this.maxMessageSize.toBytes(),
				(this.maxFrameSize != null) ? (int) this.maxFrameSize.toBytes() : 0, this.maxFragments,
				(int) this.readAhead.toBytes(), (int) this.outbound.maxBytes().toBytes(), nanos(this.maxConnectionAge),
				jitter(), CloseReply.AUTOMATIC, CancelMode.DETACH, this.compression.settings());
	}

	private double jitter() {
		return Integer.parseInt(this.maxConnectionAgeJitter.replace("%", "")) / 100d;
	}

	ExchangeSettings exchangeSettings() {
		Duration timeout = this.exchange.timeout();
		return new ExchangeSettings((int) this.readAhead.toBytes(),
				(timeout != null && !timeout.isZero()) ? timeout : null, this.exchange.goAway());
	}

	OriginPolicy origins() {
		return OriginPolicy.of((this.allowedOrigins != null) ? this.allowedOrigins : List.of());
	}

	private static long nanos(@Nullable Duration value) {
		return (value != null) ? value.toNanos() : 0;
	}

	private static void checkTime(String key, @Nullable Duration value) {
		if (value != null) {
			require(!value.isNegative(), key, "not be negative", print(value));
			require(value.compareTo(LONGEST) <= 0, key, "be at most " + print(LONGEST), print(value));
		}
	}

	private static void checkSize(String key, @Nullable DataSize value) {
		if (value != null) {
			require(value.toBytes() > 0 && value.compareTo(LARGEST) <= 0, key,
					"be at least 1B and at most " + LARGEST.toMegabytes() + "MB", value);
		}
	}

	private static void checkOrigins(@Nullable List<String> origins) {
		if (origins == null) {
			return;
		}
		// Allowing all because a placeholder is empty would be a trap.
		require(!origins.isEmpty(), "allowed-origins", "name at least one origin, or '*' for all,", "empty");
		for (int i = 0; i < origins.size(); i++) {
			try {
				OriginPolicy.of(origins.subList(i, i + 1));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + ".allowed-origins[" + i + "]",
						origins.get(i), ex.getMessage(), ex);
			}
		}
	}

	private static void require(boolean condition, String key, String requirement, Object value) {
		if (!condition) {
			String name = PREFIX + "." + key;
			throw new InvalidConfigurationPropertyValueException(name, value,
					"'" + name + "' must " + requirement + " but is " + value);
		}
	}

	static String print(Duration value) {
		return DurationFormatterUtils.print(value, DurationFormat.Style.COMPOSITE);
	}

	/**
	 * Compression of messages.
	 *
	 * @param enabled Whether messages are compressed with clients that offer it
	 * (permessage-deflate). Over TLS, the size of a compressed message tells an attacker
	 * something of a secret in it if the attacker chooses another part of it (CRIME,
	 * BREACH).
	 * @param level Compression level, from 1 (fast) to 9 (small).
	 * @param threshold Minimum size of a message to compress.
	 * @param serverMaxWindowBits How far back a message to the client may refer at most,
	 * as the power of two of a number of bytes, from 9 to 15.
	 * @param disableServerContextTakeover Whether each message to the client is
	 * compressed for itself, so that no deflater is held for a connection between
	 * messages.
	 */
	record Compression(@DefaultValue("false") boolean enabled, @DefaultValue("6") int level,
			@DefaultValue("0B") DataSize threshold, @DefaultValue("15") int serverMaxWindowBits,
			@DefaultValue("false") boolean disableServerContextTakeover) {

		Compression {
			require(level >= 1 && level <= 9, "compression.level", "be 1 to 9", level);
			require(!threshold.isNegative() && threshold.compareTo(LARGEST) <= 0, "compression.threshold",
					"be at least 0B and at most " + LARGEST.toMegabytes() + "MB", threshold);
			require(serverMaxWindowBits >= 9 && serverMaxWindowBits <= 15, "compression.server-max-window-bits",
					"be 9 to 15", serverMaxWindowBits);
		}

		CompressionSettings settings() {
			return new CompressionSettings(this.enabled, this.level, (int) this.threshold.toBytes(),
					this.serverMaxWindowBits, this.disableServerContextTakeover);
		}

	}

	/**
	 * What waits to be sent.
	 *
	 * @param maxBytes Maximum size of the messages that wait to be sent on one
	 * connection. One more closes it with 1013.
	 */
	record Outbound(@DefaultValue("1MB") DataSize maxBytes) {

		Outbound {
			checkSize("outbound.max-bytes", maxBytes);
		}

	}

	/**
	 * The end of the connections when the application stops.
	 *
	 * @param timeout Time within which all connections are closed with 1001. Those that
	 * are left then are reset.
	 */
	record Shutdown(@DefaultValue("10s") Duration timeout) {

		Shutdown {
			checkTime("shutdown.timeout", timeout);
		}

	}

	/**
	 * HTTP exchanges.
	 *
	 * @param timeout Time after which the time-out token of an exchange is cancelled,
	 * from the arrival of the request. Unset or zero for never.
	 * @param goAway Whether to tell an HTTP/2 client to open no more streams when the
	 * application wants to disconnect after a response.
	 */
	record Exchange(@Nullable Duration timeout, @DefaultValue("true") boolean goAway) {

		Exchange {
			checkTime("exchange.timeout", timeout);
		}

	}

	/**
	 * Connections over HTTP/2.
	 *
	 * @param enabled Whether clients may open connections over HTTP/2, if
	 * 'server.http2.enabled' is set.
	 */
	record Http2(@DefaultValue("true") boolean enabled) {

	}

}
