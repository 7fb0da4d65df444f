package io.github.websocketstarter.conformance;

import java.time.Duration;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;

/**
 * The running server as a test sees it over one protocol: connects clients, and lets a
 * test say what the server does with one connection.
 */
final class TestServer {

	/** How long a test waits for what must come. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Scripts scripts;

	private final Visits visits;

	private final Protocol protocol;

	private final int port;

	private final ApplicationContext application;

	private TestServer(ApplicationContext application, Protocol protocol, int port) {
		this.application = application;
		this.scripts = application.getBean(Scripts.class);
		this.visits = application.getBean(Visits.class);
		this.protocol = protocol;
		this.port = port;
	}

	/** Return the server that a {@link ConformanceApplication} runs for a protocol. */
	static TestServer of(ApplicationContext application, Protocol protocol) {
		int port = application.getBean(Connectors.class).port(protocol);
		return new TestServer(application, protocol, port);
	}

	Protocol protocol() {
		return this.protocol;
	}

	/** The status of a handshake that is agreed to. */
	int agreed() {
		return this.protocol.isHttp2() ? 200 : 101;
	}

	int port() {
		return this.port;
	}

	RawConnection connect() {
		return connect(RawConnection.builder());
	}

	RawConnection connect(RawConnection.Builder options) {
		return options.timeout(TIMEOUT).protocol(this.protocol).connect("localhost", this.port);
	}

	RawWebSocketClient open(EchoTarget target) {
		return open(target.path());
	}

	RawWebSocketClient open(String target) {
		return connect().upgrade(HttpRequest.upgrade(target));
	}

	/** Return a bean of the application. */
	<T> T bean(Class<T> type) {
		return this.application.getBean(type);
	}

	Doorkeeper doorkeeper() {
		return bean(Doorkeeper.class);
	}

	/** Begin a visit to an annotated endpoint. */
	Visit visit() {
		return this.visits.begin();
	}

	/** Open a connection to an annotated endpoint that does what the script says. */
	RawWebSocketClient run(Script script) {
		return connect().upgrade(scripted("/script", WebSocketAcceptOptions.builder(), script));
	}

	/** Open a connection that is accepted by hand with options. */
	RawWebSocketClient run(WebSocketAcceptOptions.Builder options, Script script) {
		return connect().upgrade(scripted("/accept", options, script));
	}

	/** Make the handshake of a connection that the script handles. */
	HttpRequest scripted(String path, WebSocketAcceptOptions.Builder options, Script script) {
		return HttpRequest.upgrade(path + "?" + this.scripts.add(options.build(), script));
	}

	@Override
	public String toString() {
		return this.protocol.toString();
	}

	/**
	 * What the server does with one connection.
	 */
	@FunctionalInterface
	interface Script {

		Mono<Void> run(WebSocketConnection connection);

	}

}
