package io.github.websocketstarter.engine;

import java.time.Duration;

import io.github.websocketstarter.CancelMode;
import io.github.websocketstarter.CloseReply;
import io.github.websocketstarter.WebSocketAcceptOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The settings of one connection.
 *
 * @param keepAliveInterval the time between keep-alive frames, ns; 0 for none
 * @param keepAliveTimeout the time to wait for a PONG, ns; 0 for unsolicited PONGs
 * @param idleTimeout the time after which a silent peer is closed, ns; 0 for never
 * @param closeTimeout the time to wait for the peer's Close frame, ns
 * @param maxMessageSize the largest message to receive, bytes
 * @param maxFrameSize the largest frame to receive, bytes; 0 for no limit but the
 * message's
 * @param maxFragments the largest number of fragments of a received message
 * @param readAhead how much is taken in while the application does not read, bytes
 * @param outbound what may wait to be sent
 * @param maxAge the age at which the connection is closed, ns; 0 for none
 * @param maxAgeJitter how much of that age may be left out, 0 to 1
 * @param closeReply who answers the peer's Close frame
 * @param cancelMode what becomes of the connection when a pending operation is cancelled
 * @param compression what to agree about compression
 * @param rateLimit how much the peer may send within a second
 */
public record SocketSettings(long keepAliveInterval, long keepAliveTimeout, long idleTimeout, long closeTimeout,
		int maxMessageSize, int maxFrameSize, int maxFragments, int readAhead, OutboundSettings outbound, long maxAge,
		double maxAgeJitter, CloseReply closeReply, CancelMode cancelMode, CompressionSettings compression,
		RateLimit rateLimit) {

	/** The settings of an application that sets nothing. */
	public static final SocketSettings DEFAULTS = new SocketSettings(Duration.ofMinutes(2).toNanos(), 0, 0,
			Duration.ofSeconds(10).toNanos(), 1 << 20, 0, 1024, 1 << 16, OutboundSettings.DEFAULTS, 0, 0.1,
			CloseReply.AUTOMATIC, CancelMode.DETACH, CompressionSettings.DEFAULTS, RateLimit.DEFAULTS);

	/**
	 * Apply what an accept wants different.
	 * @param options the options
	 * @return these settings where the options say nothing
	 */
	public SocketSettings with(WebSocketAcceptOptions options) {
		Integer fragments = options.maxFragments();
		CloseReply reply = options.closeReply();
		CancelMode cancel = options.cancelMode();
		return new SocketSettings(nanos(options.keepAliveInterval(), this.keepAliveInterval),
				nanos(options.keepAliveTimeout(), this.keepAliveTimeout),
				nanos(options.idleTimeout(), this.idleTimeout), nanos(options.closeTimeout(), this.closeTimeout),
				bytes(options.maxMessageSize(), this.maxMessageSize), bytes(options.maxFrameSize(), this.maxFrameSize),
				(fragments != null) ? fragments : this.maxFragments, bytes(options.readAhead(), this.readAhead),
				this.outbound, this.maxAge, this.maxAgeJitter, (reply != null) ? reply : this.closeReply,
				(cancel != null) ? cancel : this.cancelMode, compression(options), this.rateLimit);
	}

	private CompressionSettings compression(WebSocketAcceptOptions options) {
		Boolean enabled = options.compression();
		Integer windowBits = options.serverMaxWindowBits();
		Boolean disableTakeover = options.disableServerContextTakeover();
		return new CompressionSettings((enabled != null) ? enabled : this.compression.enabled(),
				this.compression.level(), this.compression.threshold(),
				(windowBits != null) ? windowBits : this.compression.serverMaxWindowBits(),
				(disableTakeover != null) ? disableTakeover : this.compression.disableServerContextTakeover());
	}

	private static long nanos(@Nullable Duration value, long otherwise) {
		return (value != null) ? value.toNanos() : otherwise;
	}

	private static int bytes(@Nullable DataSize value, int otherwise) {
		return (value != null) ? (int) value.toBytes() : otherwise;
	}

}
