package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.websocketstarter.OutboundOverflow;
import io.github.websocketstarter.endpoint.EndpointOverrides;
import io.github.websocketstarter.engine.CompressionSettings;
import io.github.websocketstarter.engine.OutboundSettings;
import io.github.websocketstarter.engine.RateLimit;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is different for the connections of one endpoint. Nothing has a default here: what
 * is not set comes from the endpoint's annotation, then from {@link WebSocketProperties},
 * where the same keys are described.
 *
 * @param keepAliveInterval Time between keep-alive frames. Zero for none.
 * @param keepAliveTimeout Time to wait for the PONG to a keep-alive PING. Zero to send
 * unsolicited PONGs.
 * @param idleTimeout Time after which a peer that sent nothing at all is closed. Zero for
 * never.
 * @param closeTimeout Time to wait for the peer's Close frame.
 * @param allowedOrigins Origins from which browsers may connect.
 * @param maxMessageSize Maximum size of a received message.
 * @param maxFrameSize Maximum size of a received frame.
 * @param maxFragments Maximum number of fragments of a received message.
 * @param readAhead Maximum size of what is taken in while the handler does not read.
 * @param maxConnectionAge Age at which a connection is closed. Zero for none.
 * @param maxConnectionAgeJitter How much of that age is left out at most.
 * @param rateLimit How much a client may send within a second.
 * @param outbound What waits to be sent.
 * @param compression Compression of messages.
 * @param concurrency How many calls of the endpoint's message methods may be under way on
 * one connection at once. Above 1, messages are handled out of order.
 * @param maxStreams How many publishers that the endpoint's methods returned may be
 * running on one connection. One more closes it with 1008.
 */
record EndpointProperties(@Nullable Duration keepAliveInterval, @Nullable Duration keepAliveTimeout,
		@Nullable Duration idleTimeout, @Nullable Duration closeTimeout, @Nullable List<String> allowedOrigins,
		@Nullable DataSize maxMessageSize, @Nullable DataSize maxFrameSize, @Nullable Integer maxFragments,
		@Nullable DataSize readAhead, @Nullable Duration maxConnectionAge, @Nullable String maxConnectionAgeJitter,
		@DefaultValue RateLimits rateLimit, @DefaultValue Outbound outbound, @DefaultValue Compression compression,
		@Nullable Integer concurrency, @Nullable Integer maxStreams) {

	/**
	 * Check the values. Only who has bound them knows the prefix, which messages name.
	 * @param checks the checks for the endpoint's prefix
	 */
	void check(PropertyChecks checks) {
		checks.time("keep-alive-interval", this.keepAliveInterval);
		checks.time("keep-alive-timeout", this.keepAliveTimeout);
		checks.time("idle-timeout", this.idleTimeout);
		checks.positiveTime("close-timeout", this.closeTimeout);
		checks.origins("allowed-origins", this.allowedOrigins);
		checks.size("max-message-size", this.maxMessageSize, 1);
		checks.size("max-frame-size", this.maxFrameSize, 1);
		checks.number("max-fragments", this.maxFragments);
		checks.size("read-ahead", this.readAhead, 1);
		checks.time("max-connection-age", this.maxConnectionAge);
		checks.percentage("max-connection-age-jitter", this.maxConnectionAgeJitter);
		checks.count("rate-limit.messages", this.rateLimit.messages());
		checks.size("rate-limit.bytes", this.rateLimit.bytes(), 0);
		checks.count("rate-limit.small-frames", this.rateLimit.smallFrames());
		checks.size("outbound.max-bytes", this.outbound.maxBytes(), 1);
		checks.number("compression.level", this.compression.level(), 1, 9);
		checks.size("compression.threshold", this.compression.threshold(), 0);
		checks.number("compression.server-max-window-bits", this.compression.serverMaxWindowBits(), 9, 15);
		checks.number("concurrency", this.concurrency);
		checks.number("max-streams", this.maxStreams);
	}

	EndpointOverrides overrides() {
		return new EndpointOverrides(this::change,
				(this.allowedOrigins != null) ? OriginPolicy.of(this.allowedOrigins) : null, this.concurrency,
				this.maxStreams);
	}

	private SocketSettings change(SocketSettings settings) {
		String jitter = this.maxConnectionAgeJitter;
		return new SocketSettings(nanos(this.keepAliveInterval, settings.keepAliveInterval()),
				nanos(this.keepAliveTimeout, settings.keepAliveTimeout()),
				nanos(this.idleTimeout, settings.idleTimeout()), nanos(this.closeTimeout, settings.closeTimeout()),
				bytes(this.maxMessageSize, settings.maxMessageSize()),
				bytes(this.maxFrameSize, settings.maxFrameSize()),
				Objects.requireNonNullElse(this.maxFragments, settings.maxFragments()),
				bytes(this.readAhead, settings.readAhead()), this.outbound.change(settings.outbound()),
				nanos(this.maxConnectionAge, settings.maxAge()),
				(jitter != null) ? WebSocketProperties.fraction(jitter) : settings.maxAgeJitter(),
				settings.closeReply(), settings.cancelMode(), this.compression.change(settings.compression()),
				this.rateLimit.change(settings.rateLimit()));
	}

	private static long nanos(@Nullable Duration value, long otherwise) {
		return (value != null) ? value.toNanos() : otherwise;
	}

	private static int bytes(@Nullable DataSize value, int otherwise) {
		return (value != null) ? (int) value.toBytes() : otherwise;
	}

	/**
	 * How much a client may send within a second.
	 *
	 * @param messages Number of messages. Zero for any.
	 * @param bytes Size of what arrives, as it is on the wire. Zero for any.
	 * @param smallFrames Number of control frames and of small fragments. Zero for any.
	 */
	record RateLimits(@Nullable Integer messages, @Nullable DataSize bytes, @Nullable Integer smallFrames) {

		private RateLimit change(RateLimit limit) {
			return new RateLimit(Objects.requireNonNullElse(this.messages, limit.messages()),
					(this.bytes != null) ? this.bytes.toBytes() : limit.bytes(),
					Objects.requireNonNullElse(this.smallFrames, limit.smallFrames()));
		}

	}

	/**
	 * What waits to be sent.
	 *
	 * @param maxBytes Maximum size of the messages that wait to be sent on one
	 * connection.
	 * @param overflow What becomes of a message for a peer that is too slow.
	 */
	record Outbound(@Nullable DataSize maxBytes, @Nullable OutboundOverflow overflow) {

		private OutboundSettings change(OutboundSettings settings) {
			return new OutboundSettings(bytes(this.maxBytes, settings.maxBytes()),
					Objects.requireNonNullElse(this.overflow, settings.overflow()));
		}

	}

	/**
	 * Compression of messages.
	 *
	 * @param enabled Whether messages are compressed with clients that offer it.
	 * @param level Compression level, from 1 (fast) to 9 (small).
	 * @param threshold Minimum size of a message to compress.
	 * @param serverMaxWindowBits How far back a message to the client may refer at most,
	 * as the power of two of a number of bytes, from 9 to 15.
	 * @param disableServerContextTakeover Whether each message to the client is
	 * compressed for itself.
	 */
	record Compression(@Nullable Boolean enabled, @Nullable Integer level, @Nullable DataSize threshold,
			@Nullable Integer serverMaxWindowBits, @Nullable Boolean disableServerContextTakeover) {

		private CompressionSettings change(CompressionSettings settings) {
			return new CompressionSettings(Objects.requireNonNullElse(this.enabled, settings.enabled()),
					Objects.requireNonNullElse(this.level, settings.level()),
					bytes(this.threshold, settings.threshold()),
					Objects.requireNonNullElse(this.serverMaxWindowBits, settings.serverMaxWindowBits()),
					Objects.requireNonNullElse(this.disableServerContextTakeover,
							settings.disableServerContextTakeover()));
		}

	}

}
