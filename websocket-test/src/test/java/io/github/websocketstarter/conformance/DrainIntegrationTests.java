package io.github.websocketstarter.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.websocketstarter.WebSocketAcceptOptions;
import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.cancellation.DisconnectReason;
import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.Protocol;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What clients see of an application that stops.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(names = { "HTTP_1_1", "H2C" })
class DrainIntegrationTests {

	private final List<ReadinessState> readiness = new CopyOnWriteArrayList<>();

	@Parameter
	private Protocol protocol;

	private ConfigurableApplicationContext application;

	private TestServer server;

	@AfterEach
	void stop() {
		this.application.close();
	}

	private void start(String... arguments) {
		String[] all = new String[arguments.length + 3];
		all[0] = "--server.port=0";
		all[1] = "--server.http2.enabled=" + this.protocol.isHttp2();
		all[2] = "--spring.reactor.netty.shutdown-quiet-period=0s";
		System.arraycopy(arguments, 0, all, 3, arguments.length);
		this.application = new SpringApplicationBuilder(ConformanceApplication.class)
			.listeners((ApplicationListener<AvailabilityChangeEvent<ReadinessState>>) (event) -> this.readiness
				.add(event.getState()))
			.run(all);
		this.server = TestServer.of(this.application, this.protocol);
	}

	// A client may know of its connection before the server counts it.
	private CompletableFuture<Void> close(int connections) {
		await().until(() -> this.application.getBean(WebSocketConnections.class).count() == connections);
		return CompletableFuture.runAsync(this.application::close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "graceful", "immediate" })
	void everyConnectionIsClosedWith1001BeforeTheServerStops(String shutdown) {
		start("--server.shutdown=" + shutdown, "--websocket.shutdown.timeout=50s");
		List<RawWebSocketClient> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			clients.add(this.server.open(EchoTarget.ENDPOINT));
		}

		CompletableFuture<Void> closed = close(20);

		for (RawWebSocketClient client : clients) {
			client.expectClose(1001);
			client.sendClose(1001);
			client.expectEof();
			client.connection().close();
		}
		assertThat(closed).succeedsWithin(TestServer.TIMEOUT);
	}

	// Messages that were accepted before are sent, then Close.
	@Test
	void readinessGoesDownFirstAndRequestsAreRefusedMeanwhile() {
		start("--websocket.shutdown.timeout=50s");
		RawWebSocketClient client = this.server.open(EchoTarget.ENDPOINT);
		RawConnection other = this.server.connect();
		assertThat(other.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
		this.readiness.clear();

		CompletableFuture<Void> closed = close(1);

		client.expectClose(1001);
		assertThat(this.readiness).containsExactly(ReadinessState.REFUSING_TRAFFIC);
		HttpAnswer refusal = other.exchange(HttpRequest.upgrade("/echo"));
		assertThat(refusal.status()).isEqualTo(503);
		assertThat(refusal.header("Retry-After")).isEqualTo("1");
		assertThat(other.exchange(HttpRequest.get("/plain")).body()).isEqualTo("plain");
		client.sendClose(1001);
		client.expectEof();
		client.connection().close();
		assertThat(closed).succeedsWithin(TestServer.TIMEOUT);
	}

	@Test
	void clientsThatDoNotAnswerAreResetAfterTheTimeout() {
		start("--websocket.shutdown.timeout=200ms", "--websocket.close-timeout=50s");
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		RawWebSocketClient client = this.server.run((connection) -> {
			opened.complete(connection);
			return Mono.never();
		});
		WebSocketConnection connection = opened.join();

		assertThat(close(1)).succeedsWithin(TestServer.TIMEOUT);

		client.expectClose(1001);
		client.expectReset();
		assertThat(connection.disconnected().reason()).contains(DisconnectReason.SHUTDOWN);
	}

	// A handler that saves something after its receive() has completed may do so.
	@Test
	void handlersMayFinish() {
		start();
		CompletableFuture<Boolean> saved = new CompletableFuture<>();
		RawWebSocketClient client = this.server.run((connection) -> connection.receive()
			.then(Mono.fromRunnable(() -> saved.complete(this.application.isActive()))));

		CompletableFuture<Void> closed = close(1);

		client.expectClose(1001);
		client.sendClose(1001);
		client.expectEof();
		client.connection().close();
		assertThat(closed).succeedsWithin(TestServer.TIMEOUT);
		assertThat(saved).isDone();
	}

	@Test
	void connectionsOfOldAgeAreClosedWith1001() {
		start("--websocket.max-connection-age=100ms", "--websocket.max-connection-age-jitter=50%");
		CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
		try (RawWebSocketClient client = this.server.run(WebSocketAcceptOptions.builder(), (connection) -> {
			opened.complete(connection);
			return connection.receive().then();
		})) {
			client.expectClose(1001);
			client.sendClose(1001);
			client.expectEof();

			assertThat(opened.join().disconnected().whenCancelled().toFuture()).succeedsWithin(TestServer.TIMEOUT);
			assertThat(opened.join().disconnected().reason()).contains(DisconnectReason.MAX_AGE);
		}
	}

	// Design 3.5: the last call knows why, and the application waits for it
	@Test
	void annotatedEndpointsHaveTheirLastCall() {
		start("--websocket.shutdown.timeout=50s");
		Visit visit = this.server.visit();
		Visit slow = this.server.visit();
		List<RawWebSocketClient> clients = List.of(this.server.open(visit.to("/life")),
				this.server.open(slow.to("/life/slow")));
		await().until(() -> visit.notes().contains("open"));

		CompletableFuture<Void> closed = close(2);

		for (RawWebSocketClient client : clients) {
			client.expectClose(1001);
			client.sendClose(1001);
			client.expectEof();
			client.connection().close();
		}
		assertThat(closed).succeedsWithin(TestServer.TIMEOUT);
		assertThat(visit.notes()).containsExactly("open", "1001 SHUTDOWN");
		assertThat(slow.notes()).containsExactly("1001");
	}

}
