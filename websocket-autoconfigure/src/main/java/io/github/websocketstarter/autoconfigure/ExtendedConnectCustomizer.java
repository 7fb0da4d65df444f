package io.github.websocketstarter.autoconfigure;

import io.github.websocketstarter.engine.netty.ExtendedConnect;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Lets a server with HTTP/2 take extended CONNECTs. Comes last, because the settings of
 * HTTP/2 that Boot and others make replace the earlier ones.
 */
final class ExtendedConnectCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

	private final boolean enabled;

	ExtendedConnectCustomizer(boolean enabled) {
		this.enabled = enabled;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		Http2 http2 = factory.getHttp2();
		if (this.enabled && http2 != null && http2.isEnabled()) {
			factory.addServerCustomizers(ExtendedConnect::enable);
		}
	}

}
