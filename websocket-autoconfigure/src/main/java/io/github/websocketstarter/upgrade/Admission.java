package io.github.websocketstarter.upgrade;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.websocketstarter.engine.ConnectionLimits;
import io.github.websocketstarter.engine.Place;
import io.github.websocketstarter.engine.PlaceOutcome;
import io.github.websocketstarter.engine.PlaceOutcome.Full;
import io.github.websocketstarter.engine.Places;
import io.github.websocketstarter.engine.netty.PeerAddress;
import io.github.websocketstarter.handshake.AddressLiteral;
import io.github.websocketstarter.handshake.HandshakeOutcome.Refused;
import io.github.websocketstarter.handshake.TrustedProxies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives connections their places and refuses those for which there is none. Thread-safe.
 */
final class Admission {

	/** Long enough that those who were refused do not keep the server busy. */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private static final long WARNING_INTERVAL = Duration.ofMinutes(1).toNanos();

	private static final Log logger = LogFactory.getLog(Admission.class);

	private final Places places;

	private final @Nullable TrustedProxies proxies;

	private final LongSupplier clock;

	// When the next warning of a limit is due, ns.
	private final AtomicLongArray warnings = new AtomicLongArray(Full.values().length);

	/**
	 * Create an admission.
	 * @param limits how many connections may be open
	 * @param proxies the proxies that are believed, or {@code null} if the request's
	 * remote address is the client's
	 * @param clock the time, ns
	 */
	Admission(ConnectionLimits limits, @Nullable TrustedProxies proxies, LongSupplier clock) {
		this.places = new Places(limits);
		this.proxies = proxies;
		this.clock = clock;
		for (Full limit : Full.values()) {
			this.warnings.set(limit.ordinal(), clock.getAsLong());
		}
	}

	/**
	 * Open a connection if there is a place for it.
	 * @param exchange the exchange
	 * @param open opens the connection, which keeps its place until it ends
	 * @param refuse answers a request that is refused
	 * @return completes with one of the two
	 */
	Mono<Void> admit(ServerWebExchange exchange, Function<Place, Mono<Void>> open,
			Function<Refused, Mono<Void>> refuse) {
		ConnectionLimits limits = this.places.limits();
		if (limits.equals(ConnectionLimits.NONE)) {
			return open.apply(Place.UNCOUNTED);
		}
		InetAddress address = (limits.perAddress() > 0) ? address(exchange.getRequest()) : null;
		Mono<Void> unknown = Mono.defer(() -> take(null, address, open, refuse));
		if (limits.perUser() == 0) {
			return unknown;
		}
		return exchange.getPrincipal()
			.mapNotNull(Principal::getName)
			.map((user) -> Mono.defer(() -> take(user, address, open, refuse)))
			.defaultIfEmpty(unknown)
			.flatMap(Function.identity());
	}

	// Called when the connection is wanted, so that nobody can go away with the place
	// before there is somebody who gives it back.
	private Mono<Void> take(@Nullable String user, @Nullable InetAddress address, Function<Place, Mono<Void>> open,
			Function<Refused, Mono<Void>> refuse) {
		PlaceOutcome outcome = this.places.take(user, address);
		if (outcome instanceof Place place) {
			return Mono.defer(() -> open.apply(place)).doFinally((end) -> place.giveUp());
		}
		return refuse.apply(refused((Full) outcome));
	}

	private Refused refused(Full limit) {
		warn(limit);
		return switch (limit) {
			case TOTAL -> Refused.unavailable(RETRY_AFTER);
			case USER -> Refused.tooMany(RETRY_AFTER, "of this user");
			case ADDRESS -> Refused.tooMany(RETRY_AFTER, "from this address");
		};
	}

	private void warn(Full limit) {
		long now = this.clock.getAsLong();
		long next = this.warnings.get(limit.ordinal());
		if (now - next >= 0 && this.warnings.compareAndSet(limit.ordinal(), next, now + WARNING_INTERVAL)) {
			logger.warn("'websocket." + limit.key() + "' is reached: " + describe(limit));
		}
	}

	private String describe(Full limit) {
		ConnectionLimits limits = this.places.limits();
		return switch (limit) {
			case TOTAL -> limits.total() + " WebSocket connections are open, and more are refused with 503";
			case USER -> "a user has " + limits.perUser() + " WebSocket connections, and more are refused with 429";
			case ADDRESS -> "there are " + limits.perAddress()
					+ " WebSocket connections from one address, and more are refused with 429";
		};
	}

	// An address that cannot be read must not free the client from being counted, so who
	// has connected counts then.
	private @Nullable InetAddress address(ServerHttpRequest request) {
		InetAddress peer = PeerAddress.of(request);
		if (this.proxies != null) {
			return (peer != null) ? this.proxies.client(peer, PeerAddress.header(request, "Forwarded"),
					PeerAddress.header(request, "X-Forwarded-For")) : null;
		}
		InetSocketAddress remote = request.getRemoteAddress();
		if (remote == null) {
			return peer;
		}
		InetAddress known = remote.isUnresolved() ? AddressLiteral.parseNode(remote.getHostString())
				: remote.getAddress();
		return (known != null) ? known : peer;
	}

}
