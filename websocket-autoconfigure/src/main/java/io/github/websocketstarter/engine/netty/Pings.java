package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.ArrayDeque;

import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.engine.KeepAlive;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The PINGs that the application waits for. Used on the event loop only.
 */
final class Pings {

	private static final int MAX_WAITING = 16;

	private final Socket socket;

	private final KeepAlive numbers;

	private final ArrayDeque<Ping> waiting = new ArrayDeque<>(0);

	Pings(Socket socket, KeepAlive numbers) {
		this.socket = socket;
		this.numbers = numbers;
	}

	Mono<Duration> ping() {
		return Mono.create((sink) -> this.socket.execute(() -> send(sink)));
	}

	private void send(MonoSink<Duration> sink) {
		if (this.socket.state() != WebSocketState.OPEN) {
			sink.error(this.socket.closedException("The PING was not sent"));
			return;
		}
		if (this.waiting.size() == MAX_WAITING) {
			sink.error(new IllegalStateException(
					"The connection " + this.socket.id() + " has " + MAX_WAITING + " unanswered PINGs already"));
			return;
		}
		Ping ping = new Ping(this.numbers.next(), System.nanoTime(), sink);
		this.waiting.add(ping);
		sink.onCancel(() -> this.socket.execute(() -> this.waiting.remove(ping)));
		this.socket.outbound().ping(Unpooled.copyLong(ping.number()));
	}

	/**
	 * A PONG arrived: it answers its PING and those before it.
	 */
	void pong(long number) {
		if (this.waiting.stream().noneMatch((ping) -> ping.number() == number)) {
			return;
		}
		long now = System.nanoTime();
		Ping answered;
		do {
			answered = this.waiting.remove();
			answered.sink().success(Duration.ofNanos(now - answered.sent()));
		}
		while (answered.number() != number);
	}

	void fail(Throwable cause) {
		Ping ping;
		while ((ping = this.waiting.poll()) != null) {
			ping.sink().error(cause);
		}
	}

	private record Ping(long number, long sent, MonoSink<Duration> sink) {
	}

}
