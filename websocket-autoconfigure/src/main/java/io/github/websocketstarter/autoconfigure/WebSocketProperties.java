package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.endpoint.EndpointName;
import io.github.websocketstarter.endpoint.EndpointOverrides;
import io.github.websocketstarter.endpoint.InvalidEndpointException;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.ConnectionLimits;
import io.github.websocketstarter.engine.ExchangeSettings;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.TrustedProxies;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
 * @param maxGroups Maximum number of groups that one connection can be in.
 * @param handshakeTimeout Time from the first byte of a request to the answer. A client
 * that sends the head of any request more slowly is disconnected; a handshake that the
 * application does not answer by then is answered with 503. Zero for no limit.
 * @param maxConnections Maximum number of open connections. More are refused with 503.
 * @param maxConnectionsPerUser Maximum number of open connections of one user, by the
 * name of the principal. More are refused with 429.
 * @param maxConnectionsPerAddress Maximum number of open connections from one IP address,
 * or one network of 64 bits of IPv6. More are refused with 429.
 * @param trustedProxies Proxies, as IP addresses or ranges like '10.0.0.0/8', that are
 * believed when they tell the address of their client in 'Forwarded' or
 * 'X-Forwarded-For'. The address is that of the request if unset, as
 * 'server.forward-headers-strategy' makes it.
 * @param rateLimit How much a client may send within a second.
 * @param outbound What waits to be sent.
 * @param shutdown The end of the connections when the application stops.
 * @param compression Compression of messages.
 * @param http2 Connections over HTTP/2.
 * @param exchange What an exchange's ClientConnection does, for WebSocket requests and
 * all others.
 * @param endpoints What is different for single endpoints, by the name of the endpoint:
 * the keys of one connection, 'concurrency' and 'max-streams'.
 */
@ConfigurationProperties("websocket")
record WebSocketProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2m") Duration keepAliveInterval,
		@Nullable Duration keepAliveTimeout, @Nullable Duration idleTimeout, @DefaultValue("10s") Duration closeTimeout,
		@Nullable List<String> allowedOrigins, @DefaultValue("1MB") DataSize maxMessageSize,
		@Nullable DataSize maxFrameSize, @DefaultValue("1024") int maxFragments,
		@DefaultValue("64KB") DataSize readAhead, @Nullable Duration maxConnectionAge,
		@DefaultValue("10%") String maxConnectionAgeJitter, @DefaultValue("100") int maxGroups,
		@DefaultValue("10s") Duration handshakeTimeout, @Nullable Integer maxConnections,
		@Nullable Integer maxConnectionsPerUser, @Nullable Integer maxConnectionsPerAddress,
		@Nullable List<String> trustedProxies, @DefaultValue RateLimits rateLimit, @DefaultValue Outbound outbound,
		@DefaultValue Shutdown shutdown, @DefaultValue Compression compression, @DefaultValue Http2 http2,
		@DefaultValue Exchange exchange, @DefaultValue Map<String, EndpointProperties> endpoints) {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("websocket");

	private static final Pattern NAME = Pattern.compile("[\\w-]+");

	private static final PropertyChecks CHECKS = new PropertyChecks(PREFIX.toString());

	WebSocketProperties {
		CHECKS.time("keep-alive-interval", keepAliveInterval);
		CHECKS.time("keep-alive-timeout", keepAliveTimeout);
		CHECKS.time("idle-timeout", idleTimeout);
		CHECKS.positiveTime("close-timeout", closeTimeout);
		CHECKS.origins("allowed-origins", allowedOrigins);
		CHECKS.size("max-message-size", maxMessageSize, 1);
		CHECKS.size("max-frame-size", maxFrameSize, 1);
		CHECKS.number("max-fragments", maxFragments);
		CHECKS.size("read-ahead", readAhead, 1);
		CHECKS.time("max-connection-age", maxConnectionAge);
		CHECKS.percentage("max-connection-age-jitter", maxConnectionAgeJitter);
		CHECKS.number("max-groups", maxGroups);
		CHECKS.time("handshake-timeout", handshakeTimeout);
		CHECKS.number("max-connections", maxConnections);
		CHECKS.number("max-connections-per-user", maxConnectionsPerUser);
		CHECKS.number("max-connections-per-address", maxConnectionsPerAddress);
		CHECKS.proxies("trusted-proxies", trustedProxies);
		endpoints.forEach((name, endpoint) -> endpoint.check(new PropertyChecks(endpointPrefix(name))));
	}

	SocketSettings settings() {
		return new SocketSettings(this.keepAliveInterval.toNanos(), nanos(this.keepAliveTimeout),
				nanos(this.idleTimeout), this.closeTimeout.toNanos(), (int) this.maxMessageSize.toBytes(),
				(this.maxFrameSize != null) ? (int) this.maxFrameSize.toBytes() : 0, this.maxFragments,
				(int) this.readAhead.toBytes(), this.outbound.settings(), nanos(this.maxConnectionAge),
				fraction(this.maxConnectionAgeJitter), CloseReply.AUTOMATIC, CancelMode.DETACH,
				this.compression.settings(), this.rateLimit.limit());
	}

	ConnectionLimits connectionLimits() {
		return new ConnectionLimits(orNone(this.maxConnections), orNone(this.maxConnectionsPerUser),
				orNone(this.maxConnectionsPerAddress));
	}

	@Nullable TrustedProxies proxies() {
		return (this.trustedProxies != null) ? TrustedProxies.of(this.trustedProxies) : null;
	}

	ExchangeSettings exchangeSettings() {
		Duration timeout = this.exchange.timeout();
		return new ExchangeSettings((int) this.readAhead.toBytes(),
				(timeout != null && !timeout.isZero()) ? timeout : null, this.exchange.goAway());
	}

	OriginPolicy origins() {
		return OriginPolicy.of((this.allowedOrigins != null) ? this.allowedOrigins : List.of());
	}

	Map<EndpointName, EndpointOverrides> endpointOverrides() {
		Map<EndpointName, EndpointProperties> distinct = new HashMap<>();
		this.endpoints.forEach((name, endpoint) -> {
			// Spring Boot gives each spelling of a name all of its properties, but keeps
			// those of a name in brackets apart.
			EndpointProperties other = distinct.put(new EndpointName(name), endpoint);
			if (other != null && !other.equals(endpoint)) {
				throw new InvalidEndpointException(
						"'websocket.endpoints' has the name '" + name + "' both in brackets and without",
						"Write the name in one way.", null);
			}
		});
		Map<EndpointName, EndpointOverrides> overrides = new HashMap<>();
		distinct.forEach((name, endpoint) -> overrides.put(name, endpoint.overrides()));
		return overrides;
	}

	/**
	 * Return the prefix of an endpoint's properties in its canonical form.
	 */
	static String endpointPrefix(String name) {
		// a name with dots, for one, is no element of a property's name by itself
		String element = NAME.matcher(name).matches() ? "." + name : "[" + name + "]";
		return ConfigurationPropertyName.adapt(PREFIX + ".endpoints" + element, '.').toString();
	}

	private static long nanos(@Nullable Duration value) {
		return (value != null) ? value.toNanos() : 0;
	}

	private static int orNone(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

	static double fraction(String percentage) {
		return Integer.parseInt(percentage.replace("%", "")) / 100d;
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
			CHECKS.number("compression.level", level, 1, 9);
			CHECKS.size("compression.threshold", threshold, 0);
			CHECKS.number("compression.server-max-window-bits", serverMaxWindowBits, 9, 15);
		}

		CompressionSettings settings() {
			return new CompressionSettings(this.enabled, this.level, (int) this.threshold.toBytes(),
					this.serverMaxWindowBits, this.disableServerContextTakeover);
		}

	}

	/**
	 * How much a client may send within a second. More closes its connection with 1008.
	 *
	 * @param messages Number of messages. Unset or zero for any.
	 * @param bytes Size of what arrives, as it is on the wire. Unset or zero for any.
	 * @param smallFrames Number of control frames, and of fragments of a message that
	 * have less than 64 bytes of payload. Zero for any.
	 */
	record RateLimits(@Nullable Integer messages, @Nullable DataSize bytes, @DefaultValue("10000") int smallFrames) {

		RateLimits {
			CHECKS.count("rate-limit.messages", messages);
			CHECKS.size("rate-limit.bytes", bytes, 0);
			CHECKS.count("rate-limit.small-frames", smallFrames);
		}

		RateLimit limit() {
			return new RateLimit(orNone(this.messages), (this.bytes != null) ? this.bytes.toBytes() : 0,
					this.smallFrames);
		}

	}

	/**
	 * What waits to be sent.
	 *
	 * @param maxBytes Maximum size of the messages that wait to be sent on one
	 * connection.
	 * @param overflow What becomes of a message for a peer that is too slow: it closes
	 * the connection with 1013, its sender waits, or the oldest or the newest message is
	 * dropped.
	 * @param budget Maximum size of what waits to be sent on all connections together. A
	 * quarter of the maximum heap if unset.
	 */
	record Outbound(@DefaultValue("1MB") DataSize maxBytes, @DefaultValue("close") OutboundOverflow overflow,
			@Nullable DataSize budget) {

		private static final int SHARE_OF_HEAP = 4;

		Outbound {
			CHECKS.size("outbound.max-bytes", maxBytes, 1);
			CHECKS.largeSize("outbound.budget", budget, 1);
		}

		OutboundSettings settings() {
			return new OutboundSettings((int) this.maxBytes.toBytes(), this.overflow);
		}

		long budgetBytes() {
			return (this.budget != null) ? this.budget.toBytes() : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
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
			CHECKS.time("shutdown.timeout", timeout);
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
			CHECKS.time("exchange.timeout", timeout);
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
