package io.github.websocketstarter.conformance;

import java.security.KeyStore;
import java.util.EnumMap;
import java.util.Map;

import io.github.websocketstarter.test.Protocol;
import io.netty.pkitesting.CertificateBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * The ports of the application: its own, that speaks HTTP/1.1, and two more with HTTP/2
 * that are made by Boot in the same way. So one application serves all protocols.
 */
class Connectors implements SmartLifecycle {

	private static final SslBundles CERTIFICATE = certificate();

	private final AutowireCapableBeanFactory beans;

	private final ReactorResourceFactory resources;

	private final ObjectProvider<NettyServerCustomizer> customizers;

	private final HttpHandler application;

	// of the protocols that need one more port, empty while stopped
	private final Map<Protocol, WebServer> servers = new EnumMap<>(Protocol.class);

	private int port;

	// whether the application's own port speaks h2c too
	private boolean http2;

	Connectors(AutowireCapableBeanFactory beans, ReactorResourceFactory resources,
			ObjectProvider<NettyServerCustomizer> customizers, HttpHandler application) {
		this.beans = beans;
		this.resources = resources;
		this.customizers = customizers;
		this.application = application;
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		this.port = event.getWebServer().getPort();
	}

	int port(Protocol protocol) {
		boolean own = protocol == Protocol.HTTP_1_1 || protocol == Protocol.H2C && this.http2;
		return own ? this.port : this.servers.get(protocol.isTls() ? Protocol.H2 : Protocol.H2C).getPort();
	}

	@Autowired
	void http2(@Value("${server.http2.enabled:false}") boolean enabled) {
		this.http2 = enabled;
	}

	/** Stop when the application's own port does. */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
	}

	@Override
	public void start() {
		this.servers.put(Protocol.H2C, start(null));
		this.servers.put(Protocol.H2, start(Ssl.forBundle("test")));
	}

	private WebServer start(Ssl ssl) {
		NettyReactiveWebServerFactory factory = new Http2ServerFactory();
		factory.setResourceFactory(this.resources);
		this.customizers.orderedStream().forEach(factory::addServerCustomizers);
		this.beans.initializeBean(factory, "additionalWebServerFactory");
		factory.setPort(0);
		factory.setSsl(ssl);
		factory.setSslBundles(CERTIFICATE);
		WebServer server = factory.getWebServer(this.application);
		server.start();
		return server;
	}

	@Override
	public void stop() {
		this.servers.values().forEach(WebServer::stop);
		this.servers.clear();
	}

	@Override
	public boolean isRunning() {
		return !this.servers.isEmpty();
	}

	private static SslBundles certificate() {
		try {
			KeyStore keyStore = new CertificateBuilder().subject("CN=localhost")
				.setIsCertificateAuthority(true)
				.buildSelfSigned()
				.toKeyStore(new char[0]);
			return new DefaultSslBundleRegistry("test", SslBundle.of(SslStoreBundle.of(keyStore, "", null)));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Enables HTTP/2, whatever the application's own port does.
	 */
	private static final class Http2ServerFactory extends NettyReactiveWebServerFactory {

		@Override
		public Http2 getHttp2() {
			Http2 http2 = new Http2();
			http2.setEnabled(true);
			return http2;
		}

	}

}
