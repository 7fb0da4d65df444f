package io.github.websocketstarter.engine.netty;

import java.time.Duration;
import java.util.ArrayDeque;

import io.github.websocketstarter.WebSocketState;
import io.github.websocketstarter.engine.KeepAlive;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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
		return Mono.defer(() -> {
			Sinks.One<Duration> answer = Sinks.one();
			this.socket.execute(() -> send(answer));
			return answer.asMono()
				.doOnCancel(() -> this.socket.execute(() -> this.waiting.removeIf((ping) -> ping.answer() == answer)));
		});
	}

	private void send(Sinks.One<Duration> answer) {
		if (this.socket.state() != WebSocketState.OPEN) {
			answer.tryEmitError(this.socket.closedException("The PING was not sent"));
			return;
		}
		if (this.waiting.size() == MAX_WAITING) {
			answer.tryEmitError(new IllegalStateException(
					"The connection " + this.socket.id() + " has " + MAX_WAITING + " unanswered PINGs already"));
			return;
		}
		Ping ping = new Ping(this.numbers.next(), System.nanoTime(), answer);
		this.waiting.add(ping);
		this.socket.outbound().controls().ping(Unpooled.copyLong(ping.number()));
	}

	/**
	 * A PONG arrived: it answers its PING and those before it.
	 */
	void pong(long number) {
		if (this.waiting.stream().noneMatch((ping) -> ping.number() == number)) {
			return;
		}
		long now = System.nanoTime();
		// Who is told may cancel another one, so the queue changes meanwhile.
		Ping answered = this.waiting.peek();
		while (answered != null && answered.number() <= number) {
			this.waiting.remove();
			answered.answer().tryEmitValue(Duration.ofNanos(now - answered.sent()));
			answered = this.waiting.peek();
		}
	}

	void fail(Throwable cause) {
		Ping ping;
		while ((ping = this.waiting.poll()) != null) {
			ping.answer().tryEmitError(cause);
		}
	}

	private record Ping(long number, long sent, Sinks.One<Duration> answer) {
	}

}
