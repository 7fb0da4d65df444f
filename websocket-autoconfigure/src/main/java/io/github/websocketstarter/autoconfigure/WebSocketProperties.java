package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.engine.SocketSettings;
import io.github.websocketstarter.handshake.OriginPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The application's settings.
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
 * @param maxFrameSize Maximum size of a received frame, by default that of a message. A
 * larger one closes the connection with 1009.
 * @param maxFragments Maximum number of fragments of a received message. More close the
 * connection with 1009.
 * @param readAhead How much is taken in for each connection while its handler does not
 * read.
 * @param outbound What waits to be sent.
 */
@ConfigurationProperties("websocket")
record WebSocketProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2m") Duration keepAliveInterval,
		@Nullable Duration keepAliveTimeout, @Nullable Duration idleTimeout, @DefaultValue("10s") Duration closeTimeout,
		@DefaultValue List<String> allowedOrigins, @DefaultValue("1MB") DataSize maxMessageSize,
		@Nullable DataSize maxFrameSize, @DefaultValue("1024") int maxFragments,
		@DefaultValue("64KB") DataSize readAhead, @DefaultValue Outbound outbound) {

	SocketSettings settings() {
		return new SocketSettings(this.keepAliveInterval.toNanos(), nanos(this.keepAliveTimeout),
				nanos(this.idleTimeout), this.closeTimeout.toNanos(), (int) this.maxMessageSize.toBytes(),
				(this.maxFrameSize != null) ? (int) this.maxFrameSize.toBytes() : 0, this.maxFragments,
				(int) this.readAhead.toBytes(), (int) this.outbound.maxBytes().toBytes(), CloseReply.AUTOMATIC);
	}

	OriginPolicy origins() {
		return OriginPolicy.of(this.allowedOrigins);
	}

	private static long nanos(@Nullable Duration value) {
		return (value != null) ? value.toNanos() : 0;
	}

	/**
	 * What waits to be sent.
	 *
	 * @param maxBytes Maximum size of the messages that wait to be sent on one
	 * connection. One more closes it with 1013.
	 */
	record Outbound(@DefaultValue("1MB") DataSize maxBytes) {
	}

}
