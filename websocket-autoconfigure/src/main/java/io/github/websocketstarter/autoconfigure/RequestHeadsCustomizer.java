package io.github.websocketstarter.autoconfigure;

import java.time.Duration;

import io.github.websocketstarter.engine.netty.RequestHeads;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Limits how long the head of a request may take.
 */
final class RequestHeadsCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

	private final Duration timeout;

	RequestHeadsCustomizer(Duration timeout) {
		this.timeout = timeout;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		if (!this.timeout.isZero()) {
			factory.addServerCustomizers((server) -> RequestHeads.limit(server, this.timeout));
		}
	}

}
