package io.github.websocketstarter;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What one accept wants different from the application's settings, as
 * {@code WebSocketAcceptContext} in ASP.NET Core. What is {@code null} comes from the
 * {@code websocket.*} properties. Immutable; built and checked by {@link #builder()}.
 *
 * @since 0.1.0
 */
public final class WebSocketAcceptOptions {

	private static final WebSocketAcceptOptions DEFAULTS = new Builder().build();

	// A copy that nobody changes.
	private final Builder values;

	private WebSocketAcceptOptions(Builder builder) {
		this.values = builder.copy();
	}

	/**
	 * Return the sub-protocol to answer with.
	 * @return the value, or {@code null} for none
	 */
	public @Nullable String subProtocol() {
		return this.values.subProtocol;
	}

	/**
	 * Return the time between keep-alive frames.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Duration keepAliveInterval() {
		return this.values.keepAliveInterval;
	}

	/**
	 * Return the time to wait for a PONG.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Duration keepAliveTimeout() {
		return this.values.keepAliveTimeout;
	}

	/**
	 * Return the time after which a silent peer is closed.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Duration idleTimeout() {
		return this.values.idleTimeout;
	}

	/**
	 * Return the time to wait for the peer's Close frame.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Duration closeTimeout() {
		return this.values.closeTimeout;
	}

	/**
	 * Return the largest message to receive.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable DataSize maxMessageSize() {
		return this.values.maxMessageSize;
	}

	/**
	 * Return the largest frame to receive.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable DataSize maxFrameSize() {
		return this.values.maxFrameSize;
	}

	/**
	 * Return the largest number of fragments of a received message.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Integer maxFragments() {
		return this.values.maxFragments;
	}

	/**
	 * Return how much is taken in while the handler does not read.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable DataSize readAhead() {
		return this.values.readAhead;
	}

	/**
	 * Return who answers the peer's Close frame.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable CloseReply closeReply() {
		return this.values.closeReply;
	}

	/**
	 * Return what becomes of the connection when a pending operation is cancelled.
	 * @return the value, or {@code null} for {@link CancelMode#DETACH}
	 */
	public @Nullable CancelMode cancelMode() {
		return this.values.cancelMode;
	}

	/**
	 * Return whether messages may be compressed.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Boolean compression() {
		return this.values.compression;
	}

	/**
	 * Return how far back a message to the client may refer, 9 to 15.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Integer serverMaxWindowBits() {
		return this.values.serverMaxWindowBits;
	}

	/**
	 * Return whether a message to the client never refers to those before it.
	 * @return the value, or {@code null} for the application's setting
	 */
	public @Nullable Boolean disableServerContextTakeover() {
		return this.values.disableServerContextTakeover;
	}

	/**
	 * Return options that change nothing.
	 * @return the application's settings and no sub-protocol
	 */
	public static WebSocketAcceptOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a builder.
	 * @return a builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects options; what is not set comes from the {@code websocket.*} properties.
	 * Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder implements Cloneable {

		private @Nullable String subProtocol;

		private @Nullable Duration keepAliveInterval;

		private @Nullable Duration keepAliveTimeout;

		private @Nullable Duration idleTimeout;

		private @Nullable Duration closeTimeout;

		private @Nullable DataSize maxMessageSize;

		private @Nullable DataSize maxFrameSize;

		private @Nullable Integer maxFragments;

		private @Nullable DataSize readAhead;

		private @Nullable CloseReply closeReply;

		private @Nullable CancelMode cancelMode;

		private @Nullable Boolean compression;

		private @Nullable Integer serverMaxWindowBits;

		private @Nullable Boolean disableServerContextTakeover;

		private Builder() {
		}

		private Builder copy() {
			try {
				return (Builder) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Set the sub-protocol to answer with.
		 * @param subProtocol one of {@link WebSocketUpgrade#requestedProtocols()}, or
		 * {@code null} for none
		 * @return this builder
		 */
		public Builder subProtocol(@Nullable String subProtocol) {
			this.subProtocol = subProtocol;
			return this;
		}

		/**
		 * Set the time between keep-alive frames.
		 * @param interval the time; zero for no keep-alive
		 * @return this builder
		 */
		public Builder keepAliveInterval(Duration interval) {
			this.keepAliveInterval = interval;
			return this;
		}

		/**
		 * Set the time to wait for the PONG to a keep-alive PING.
		 * @param timeout the time; zero for unsolicited PONGs without waiting
		 * @return this builder
		 */
		public Builder keepAliveTimeout(Duration timeout) {
			this.keepAliveTimeout = timeout;
			return this;
		}

		/**
		 * Set the time after which a peer that sent nothing is closed with 1001.
		 * @param timeout the time; zero for never
		 * @return this builder
		 */
		public Builder idleTimeout(Duration timeout) {
			this.idleTimeout = timeout;
			return this;
		}

		/**
		 * Set the time to wait for the peer's Close frame.
		 * @param timeout the time, positive
		 * @return this builder
		 */
		public Builder closeTimeout(Duration timeout) {
			this.closeTimeout = timeout;
			return this;
		}

		/**
		 * Set the largest message to receive; beyond it the connection closes with 1009.
		 * @param size the size, positive
		 * @return this builder
		 */
		public Builder maxMessageSize(DataSize size) {
			this.maxMessageSize = size;
			return this;
		}

		/**
		 * Set the largest frame to receive; beyond it the connection closes with 1009.
		 * @param size the size, positive
		 * @return this builder
		 */
		public Builder maxFrameSize(DataSize size) {
			this.maxFrameSize = size;
			return this;
		}

		/**
		 * Set the largest number of fragments of a received message; beyond it the
		 * connection closes with 1009.
		 * @param fragments the number, positive
		 * @return this builder
		 */
		public Builder maxFragments(int fragments) {
			this.maxFragments = fragments;
			return this;
		}

		/**
		 * Set how much is taken in while the handler does not read.
		 * @param size the size, positive
		 * @return this builder
		 */
		public Builder readAhead(DataSize size) {
			this.readAhead = size;
			return this;
		}

		/**
		 * Set who answers the peer's Close frame.
		 * @param closeReply who answers
		 * @return this builder
		 */
		public Builder closeReply(CloseReply closeReply) {
			this.closeReply = closeReply;
			return this;
		}

		/**
		 * Set what becomes of the connection when a pending operation is cancelled.
		 * @param cancelMode the mode; {@link CancelMode#DETACH} if it is not set
		 * @return this builder
		 */
		public Builder cancelMode(CancelMode cancelMode) {
			this.cancelMode = cancelMode;
			return this;
		}

		/**
		 * Set whether messages may be compressed, if the client offers it. Compression
		 * tells an attacker who sees its sizes something of a secret that is sent next to
		 * what the attacker chooses (CRIME, BREACH).
		 * @param compression whether they may
		 * @return this builder
		 */
		public Builder compression(boolean compression) {
			this.compression = compression;
			return this;
		}

		/**
		 * Set how far back a message to the client may refer, as the power of two of a
		 * number of bytes; less costs the client less memory and compresses less.
		 * @param bits 9 to 15
		 * @return this builder
		 */
		public Builder serverMaxWindowBits(int bits) {
			this.serverMaxWindowBits = bits;
			return this;
		}

		/**
		 * Set whether each message to the client is compressed for itself, so that no
		 * deflater is held for the connection between messages.
		 * @param disable whether it is
		 * @return this builder
		 */
		public Builder disableServerContextTakeover(boolean disable) {
			this.disableServerContextTakeover = disable;
			return this;
		}

		/**
		 * Check and return the options.
		 * @return the options
		 * @throws IllegalArgumentException if a value is out of its range
		 */
		public WebSocketAcceptOptions build() {
			Assert.isTrue(this.subProtocol == null || !this.subProtocol.isBlank(), "'subProtocol' must not be blank");
			checkDuration("keepAliveInterval", this.keepAliveInterval, true);
			checkDuration("keepAliveTimeout", this.keepAliveTimeout, true);
			checkDuration("idleTimeout", this.idleTimeout, true);
			checkDuration("closeTimeout", this.closeTimeout, false);
			checkSize("maxMessageSize", this.maxMessageSize);
			checkSize("maxFrameSize", this.maxFrameSize);
			checkSize("readAhead", this.readAhead);
			Integer fragments = this.maxFragments;
			Assert.isTrue(fragments == null || fragments > 0,
					() -> "'maxFragments' must be at least 1 but is " + fragments);
			Integer bits = this.serverMaxWindowBits;
			Assert.isTrue(bits == null || (bits >= 9 && bits <= 15),
					() -> "'serverMaxWindowBits' must be 9 to 15 but is " + bits);
			return new WebSocketAcceptOptions(this);
		}

		private static void checkDuration(String name, @Nullable Duration value, boolean zero) {
			if (value != null) {
				Assert.isTrue(!value.isNegative() && (zero || !value.isZero()),
						() -> "'" + name + "' must " + (zero ? "not be negative" : "be positive") + " but is " + value);
				Assert.isTrue(value.compareTo(Duration.ofDays(365)) <= 0,
						() -> "'" + name + "' must be at most 365 days but is " + value);
			}
		}

		private static void checkSize(String name, @Nullable DataSize value) {
			Assert.isTrue(value == null || (value.toBytes() > 0 && value.toMegabytes() < 2048),
					() -> "'" + name + "' must be at least 1B and at most 2047MB but is " + value);
		}

	}

}
