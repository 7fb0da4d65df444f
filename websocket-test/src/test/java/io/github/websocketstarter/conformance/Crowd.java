package io.github.websocketstarter.conformance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that want more connections than there may be.
 */
final class Crowd implements AutoCloseable {

	private final TestServer server;

	private final Deque<RawConnection> open = new ArrayDeque<>();

	Crowd(TestServer server) {
		this.server = server;
	}

	/** Ask for a connection, which is kept if it is opened. */
	HttpAnswer ask(HttpRequest request) {
		RawConnection connection = this.server.connect();
		HttpAnswer answer = connection.exchange(request);
		if (answer.status() == this.server.agreed()) {
			this.open.add(connection);
		}
		else {
			connection.close();
		}
		return answer;
	}

	/** Ask until there is a place: the server has to notice an end first. */
	void enter(HttpRequest request) {
		await().atMost(TestServer.TIMEOUT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ask(request).status() == this.server.agreed());
	}

	void assertRefused(int status, HttpRequest request) {
		HttpAnswer answer = ask(request);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Retry-After")).isEqualTo("5");
		assertThat(answer.headers("Sec-WebSocket-Protocol")).isEmpty();
	}

	/** Let one connection end. */
	void leave() {
		this.open.remove().close();
	}

	@Override
	public void close() {
		this.open.forEach(RawConnection::close);
		this.open.clear();
	}

}
