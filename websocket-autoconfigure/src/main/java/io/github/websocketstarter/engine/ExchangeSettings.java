package io.github.websocketstarter.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The settings of HTTP exchanges.
 *
 * @param readAhead how much of a request's body is taken in while the application does
 * not read it, bytes
 * @param timeout how long an exchange may take before its time-out token is cancelled;
 * {@code null} for ever
 * @param goAway whether an HTTP/2 client is told to open no more streams when the
 * application wants to disconnect
 */
public record ExchangeSettings(int readAhead, @Nullable Duration timeout, boolean goAway) {

	/** The settings of an application that sets nothing. */
	public static final ExchangeSettings DEFAULTS = new ExchangeSettings(1 << 16, null, true);

}
