package io.github.websocketstarter.upgrade;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.handshake.HandshakeOutcome;
import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.SubProtocols;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * Creates the upgrades of exchanges, for accepting by hand.
 *
 * @since 0.1.0
 */
public final class WebSocketUpgrades implements WebSocketUpgrade.Factory {

	private static final OriginPolicy ANY_ORIGIN = OriginPolicy.of(List.of());

	private final WebSocketAcceptor acceptor;

	/**
	 * Create a factory.
	 * @param acceptor opens the connections
	 */
	public WebSocketUpgrades(WebSocketAcceptor acceptor) {
		Assert.notNull(acceptor, "'acceptor' must not be null");
		this.acceptor = acceptor;
	}

	@Override
	public WebSocketUpgrade create(ServerWebExchange exchange) {
		return new ExchangeUpgrade(exchange);
	}

	private final class ExchangeUpgrade implements WebSocketUpgrade {

		private final ServerWebExchange exchange;

		private final AtomicBoolean accepted = new AtomicBoolean();

		// Computed on first use; a second thread may compute it once more.
		private volatile @Nullable Boolean valid;

		ExchangeUpgrade(ServerWebExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public boolean isWebSocketRequest() {
			Boolean known = this.valid;
			if (known == null) {
				known = WebSocketUpgrades.this.acceptor.check(this.exchange,
						ANY_ORIGIN) instanceof HandshakeOutcome.Accepted;
				this.valid = known;
			}
			return known;
		}

		@Override
		public List<String> requestedProtocols() {
			return SubProtocols.requested(this.exchange.getRequest().getHeaders());
		}

		@Override
		public Mono<Void> accept(WebSocketAcceptOptions options,
				Function<? super WebSocketConnection, ? extends Publisher<Void>> handler) {
			Assert.notNull(options, "'options' must not be null");
			Assert.notNull(handler, "'handler' must not be null");
			return Mono.defer(() -> open(options, handler));
		}

		private Mono<Void> open(WebSocketAcceptOptions options,
				Function<? super WebSocketConnection, ? extends Publisher<Void>> handler) {
			WebSocketAcceptor by = WebSocketUpgrades.this.acceptor;
			Assert.state(!this.exchange.getResponse().isCommitted(), "The response is committed already");
			Assert.state(this.accepted.compareAndSet(false, true), "The request was accepted already");
			HandshakeOutcome outcome = by.check(this.exchange, by.origins());
			if (outcome instanceof HandshakeOutcome.Refused refused) {
				return by.refuse(this.exchange, refused);
			}
			if (outcome instanceof HandshakeOutcome.NotUpgrade ordinary) {
				return by.refuse(this.exchange, ordinary.badRequest());
			}
			String subProtocol = options.subProtocol();
			if (subProtocol != null) {
				Assert.isTrue(requestedProtocols().contains(SubProtocols.requireToken(subProtocol)),
						"'subProtocol' must be one that the client offers");
			}
			return by.open(this.exchange, by.settings().with(options), subProtocol, handler, true);
		}

	}

}
